/** Edits of single values of a JSON document, each checked on the very content that is about to be replaced. */
import { Effect, Equal, Option } from "effect"
import { NotParseable } from "../../domain/errors/FileReason.ts"
import { sameAsJournalled, withoutLeftOut } from "../../domain/changes/leftOut.ts"
import type { ValueEdit } from "../../domain/changes/ValueEdit.ts"
import { JsonEdit } from "../../json/JsonEdit.ts"
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { valueOfMember } from "../../json/memberText.ts"
import { editText, readDocumentText } from "./editDocument.ts"

export interface EditedValues {
  readonly content: Option.Option<Uint8Array>
  readonly applied: ReadonlyArray<ValueEdit>
  readonly dropped: ReadonlyArray<ValueEdit>
}

/** What stands at `key`; `undefined` where nothing does. */
export const valueAt = (
  object: { readonly [key: string]: unknown },
  key: ReadonlyArray<string>
): JsonValue | undefined => {
  let value: unknown = object
  for (const name of key) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a parsed document holds is JSON
  return value as JsonValue
}

const jsonEdit = ({ key, spelled, to }: ValueEdit, written: Following["written"]): JsonEdit => {
  const value = to === undefined ? undefined : withoutLeftOut(written(to)).value
  if (value === undefined) return JsonEdit.Remove({ path: key })
  const meant = spelled === undefined ? undefined : valueOfMember(spelled.text, key[0] ?? "")
  const exact = key.length === 1 && Equal.equals(meant, value)
  return JsonEdit.Set({ path: key, value, ...(exact ? { spelled } : {}) })
}

/** What goes with the edits of one file that change something. */
export interface Following {
  /** Further edits of the same write. */
  readonly also: (
    changing: ReadonlyArray<ValueEdit>,
    object: { readonly [key: string]: unknown }
  ) => ReadonlyArray<JsonEdit>
  /** A journalled value as it is written. */
  readonly written: (value: JsonValue) => JsonValue
  /** What of a journalled value has to be there still. */
  readonly evidence: (value: JsonValue) => JsonValue
}

const same = (value: JsonValue): JsonValue => value

const NOTHING: Following = { also: () => [], written: same, evidence: same }

/** An edit whose value is already as wanted counts as applied. */
export const applyValueEdits = Effect.fnUntraced(function* (
  current: Uint8Array,
  edits: ReadonlyArray<ValueEdit>,
  shown: string,
  { also, evidence, written }: Following = NOTHING
): Effect.fn.Return<EditedValues, NotParseable> {
  const { object, text } = yield* readDocumentText(current, shown)
  const stands = (key: ReadonlyArray<string>, value: JsonValue | undefined): boolean =>
    value === undefined
      ? valueAt(object, key) === undefined
      : sameAsJournalled(evidence(value), valueAt(object, key))
  const done = ({ key, to }: ValueEdit): boolean => stands(key, to)
  const holds = ({ from, key }: ValueEdit): boolean => stands(key, from)
  const applied = edits.filter((edit) => done(edit) || holds(edit))
  const dropped = edits.filter((edit) => !done(edit) && !holds(edit))
  const changing = applied.filter((edit) => !done(edit))
  if (changing.length === 0) return { content: Option.none(), applied, dropped }
  const content = yield* editText(
    text,
    [...changing.map((edit) => jsonEdit(edit, written)), ...also(changing, object)],
    shown
  )
  return { content: Option.some(content), applied, dropped }
})
