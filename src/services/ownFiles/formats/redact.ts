/** What must not be told of a plugin's settings: the journal keeps everything else, for `undo`. */
import { Effect, Equal, Option, Result } from "effect"
import type { JournalChange } from "../../../domain/changes/Journal.ts"
import { LEFT_OUT } from "../../../domain/changes/leftOut.ts"
import { isJsonObject, type JsonValue } from "../../../json/JsonValue.ts"
import { parseJson, withoutByteOrderMark } from "../../../json/parseJson.ts"
import { FileReader } from "../../../ports/Files.ts"
import { decodeUtf8, DOCUMENT_BYTES_MAX } from "../../files/readDocument.ts"

/** Names and values of the secrets file; `undefined` where it could not be read: every text may be one. */
export type SecretNames =
  | { readonly names: ReadonlySet<string>; readonly values: ReadonlySet<string> }
  | undefined

const SECRET_NAME = /key|token|secret|password/iu

/** Words that hold one of these, and that settings of a sports sign are full of. */
const INNOCENT = /hockey|jockey|turkey|monkey|donkey|mickey|keyboard|keyword|keyframe/giu

const soundsSecret = (name: string): boolean => SECRET_NAME.test(name.replaceAll(INNOCENT, ""))

const SETTINGS = new Set(["config/config.json", "config/config_secrets.json"])

export const readSecretNames = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<SecretNames, never, FileReader> {
  const reader = yield* FileReader
  const names = new Set<string>()
  const values = new Set<string>()
  const there = yield* Effect.orElseSucceed(reader.lstat(path), () => undefined)
  if (there !== undefined && Option.isNone(there)) return { names, values }
  const content = yield* Effect.option(reader.read(path, { bytesMax: DOCUMENT_BYTES_MAX }))
  const text = Option.isSome(content) ? decodeUtf8(content.value.bytes) : undefined
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(withoutByteOrderMark(text)))
  if (!isJsonObject(parsed)) return undefined
  const gather = (value: unknown, name: string) => {
    if (Array.isArray(value)) {
      if (name !== "") names.add(name)
      for (const item of value) gather(item, "")
    } else if (isJsonObject(value)) {
      for (const [key, inner] of Object.entries(value)) gather(inner, key)
    } else {
      if (name !== "") names.add(name)
      if (typeof value === "string" && value.length > 3) values.add(value)
    }
  }
  gather(parsed, "")
  return { names, values }
})

export const redactedChange = (change: JournalChange, secrets: SecretNames): JournalChange => {
  if (change.before === undefined && change.after === undefined) return change
  const known = SETTINGS.has(change.file) ? secrets : (secrets ?? { names: new Set(), values: new Set() })
  // All of it, down to the shape: nothing of this file is ours to tell.
  const whole = change.file === "config/config_secrets.json"
  const told = (value: JsonValue): JsonValue => (whole ? LEFT_OUT : redacted(value, known))
  const { spelled, ...rest } = change
  const { after, before } = change
  const open = [before, after].every((value) => value === undefined || Equal.equals(told(value), value))
  return {
    ...rest,
    // A spelling tells all; of what is left out in part nothing of it is kept.
    ...(spelled !== undefined && open ? { spelled } : {}),
    ...(change.before === undefined ? {} : { before: told(change.before) }),
    ...(change.after === undefined ? {} : { after: told(change.after) })
  }
}

/** Texts under a name that sounds like a secret, or that stands in the secrets file, are left out. */
export const redacted = (value: JsonValue, secrets: SecretNames, secret = false): JsonValue => {
  if (typeof value === "string") {
    return secret || secrets === undefined || secrets.values.has(value) ? LEFT_OUT : value
  }
  if (Array.isArray(value)) return value.map((item: JsonValue) => redacted(item, secrets, secret))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, JsonValue]) => [
      name,
      redacted(inner, secrets, secret || soundsSecret(name) || secrets?.names.has(name) === true)
    ])
  )
}
