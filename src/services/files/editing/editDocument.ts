/** Bytes of a JSON document through an edit and back; a text that does not parse is never edited. */
import { Effect, Result } from "effect"
import { NotParseable } from "../../../domain/errors/FileReason.ts"
import { editObjectText } from "../../../json/editing/editJson.ts"
import type { JsonEdit } from "../../../json/editing/JsonEdit.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJsonSpelled } from "../../../json/parsing/parseJson.ts"
import { decodeUtf8 } from "../reading/jsonFileReader.ts"

export interface DocumentText {
  readonly text: string
  readonly object: { readonly [key: string]: unknown }
}

export const readDocumentText = (
  bytes: Uint8Array,
  shown: string
): Effect.Effect<DocumentText, NotParseable> => {
  const text = decodeUtf8(bytes)
  if (text === undefined) return Effect.fail(new NotParseable({ path: shown, problem: "not valid UTF-8" }))
  const parsed = parseJsonSpelled(text)
  if (Result.isFailure(parsed)) {
    return Effect.fail(new NotParseable({ path: shown, problem: parsed.failure.message }))
  }
  return isJsonObject(parsed.success)
    ? Effect.succeed({ text, object: parsed.success })
    : Effect.fail(new NotParseable({ path: shown, problem: "its top level is no object" }))
}

export const editText = (
  text: string,
  edits: ReadonlyArray<JsonEdit>,
  shown: string
): Effect.Effect<Uint8Array, NotParseable> => {
  const edited = editObjectText(text, edits)
  return Result.isSuccess(edited)
    ? Effect.succeed(new TextEncoder().encode(edited.success))
    : Effect.fail(new NotParseable({ path: shown, problem: edited.failure.message }))
}
