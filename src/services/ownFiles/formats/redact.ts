/** What must not be told of a plugin's settings: the journal keeps everything else, for `undo`. */
import { Effect, Equal, Option, Result } from "effect"
import type { JournalChange } from "../../../domain/changes/Journal.ts"
import { LEFT_OUT } from "../../../domain/changes/leftOut.ts"
import { isJsonObject, type JsonValue } from "../../../json/JsonValue.ts"
import { parseJson, withoutByteOrderMark } from "../../../json/parsing/parseJson.ts"
import { numberOf } from "../../../json/spelledNumber.ts"
import { FileReader } from "../../../ports/Files.ts"
import { decodeUtf8, JSON_FILE_BYTES_MAX } from "../../files/reading/jsonFileReader.ts"
import { holdsSecret, soundsSecret } from "./secretText.ts"

/** Names and values of the secrets file; `undefined` where it could not be read: every text may be one. */
export type SecretNames =
  | { readonly names: ReadonlySet<string>; readonly values: ReadonlySet<string> }
  | undefined

const SETTINGS = new Set(["config/config.json", "config/config_secrets.json"])

/** Shorter values are no secrets, and stand in every other text. */
const TEXT_LENGTH_MIN = 4
const DIGITS_MIN = 6

export const readSecretNames = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<SecretNames, never, FileReader> {
  const reader = yield* FileReader
  const names = new Set<string>()
  const values = new Set<string>()
  const there = yield* Effect.orElseSucceed(reader.lstat(path), () => undefined)
  if (there !== undefined && Option.isNone(there)) return { names, values }
  const content = yield* Effect.option(reader.read(path, { bytesMax: JSON_FILE_BYTES_MAX }))
  const text = Option.isSome(content) ? decodeUtf8(content.value.bytes) : undefined
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(withoutByteOrderMark(text)))
  if (!isJsonObject(parsed)) return undefined
  const gather = (value: unknown, name: string) => {
    if (name !== "") names.add(name)
    if (Array.isArray(value)) for (const item of value) gather(item, "")
    else if (isJsonObject(value)) for (const [key, inner] of Object.entries(value)) gather(inner, key)
    else if (typeof value === "string" && value.length >= TEXT_LENGTH_MIN) values.add(value)
    else if (typeof value === "number" && String(value).length >= DIGITS_MIN) values.add(String(value))
  }
  for (const [key, section] of Object.entries(parsed)) {
    // A section's name is that of a plugin, under which all of its settings stand.
    gather(section, isJsonObject(section) ? "" : key)
  }
  return { names, values }
})

/** What stood in the file at either moment; where it could not be read at one of them, every text may be a secret. */
export const bothSecrets = (one: SecretNames, other: SecretNames): SecretNames =>
  one &&
  other && {
    names: new Set([...one.names, ...other.names]),
    values: new Set([...one.values, ...other.values])
  }

export const redactedChange = (change: JournalChange, secrets: SecretNames): JournalChange => {
  if (change.before === undefined && change.after === undefined) return change
  const known = SETTINGS.has(change.file) ? secrets : (secrets ?? { names: new Set(), values: new Set() })
  // All of it, down to the shape: nothing of this file is ours to tell.
  const whole = change.file === "config/config_secrets.json"
  // The first name is the plugin's, or that of all records.
  const named = (change.key ?? []).slice(1).some((name) => isSecretName(name, known))
  const told = (value: JsonValue): JsonValue => (whole ? LEFT_OUT : redacted(value, known, named))
  const { spelled, ...rest } = change
  const { after, before } = change
  const open = [before, after].every((value) => value === undefined || Equal.equals(told(value), value))
  // A key that stands twice has a value that only its spelling tells.
  const isPlain = spelled !== undefined && open && told(spelled.text) === spelled.text
  return {
    ...rest,
    // A spelling tells all; of what is left out in part nothing of it is kept.
    ...(isPlain ? { spelled } : {}),
    ...(change.before === undefined ? {} : { before: told(change.before) }),
    ...(change.after === undefined ? {} : { after: told(change.after) })
  }
}

const isSecretName = (name: string, secrets: SecretNames): boolean =>
  soundsSecret(name) || secrets?.names.has(name) === true

/**
 * Left out are texts under a name that sounds like a secret, or that stands in the secrets file, and what holds a value
 * of that file, in whichever file it stands.
 */
export const redacted = (value: JsonValue, secrets: SecretNames, secret = false): JsonValue => {
  if (typeof value === "string") {
    return secret || secrets === undefined || holdsSecret(value, secrets.values) ? LEFT_OUT : value
  }
  const number = numberOf(value)
  if (number !== undefined) return secrets?.values.has(String(number)) === true ? LEFT_OUT : value
  if (Array.isArray(value)) return value.map((item: JsonValue) => redacted(item, secrets, secret))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, JsonValue]) => [
      name,
      redacted(inner, secrets, secret || isSecretName(name, secrets))
    ])
  )
}
