/**
 * `data/reconciler/settings.json`, or the file of `--settings-file`: what is set once for an installation. A flag wins
 * over its variable, that over the file, and that over the default.
 */
import { Effect, Option, Result } from "effect"
import { join, resolve } from "node:path/posix"
import { withoutCredentials } from "../../domain/withoutCredentials.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { objectMembers } from "../../json/objectMembers.ts"
import { parseJson } from "../../json/parseJson.ts"
import { FileReader } from "../../ports/Files.ts"
import type { Given } from "../arguments/Invocation.ts"
import { suggestion } from "../../domain/nearest.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import { type Environment, type FileSettings, noFile, type Setting } from "./settingValues.ts"

/** Options that may stand in the file, by their name there. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["authority", "authority"],
  ["system_keys", "system-key"],
  ["registry", "registry"],
  ["ledmatrix", "ledmatrix"],
  ["ledmatrix_token_file", "ledmatrix-token-file"],
  ["ledmatrix_version", "ledmatrix-version"],
  ["ledmatrix_cache", "ledmatrix-cache"],
  ["token_file", "token-file"],
  ["notify", "notify"]
])

/** They count from the root: the file is read from any directory. */
const PATHS: ReadonlySet<string> = new Set(["token-file", "ledmatrix-token-file", "ledmatrix-cache"])

const BYTES_MAX = 65_536

const SHOWN = "data/reconciler/settings.json"

const isPath = (option: string, value: string): boolean =>
  PATHS.has(option) || (option === "registry" && !/^[A-Za-z][A-Za-z0-9+.-]+:/u.test(value))

const textsOf = (option: string, value: unknown): ReadonlyArray<string> | undefined => {
  if (typeof value === "string") return [value]
  if (option !== "system-key" || !Array.isArray(value)) return undefined
  const texts = value.filter((one) => typeof one === "string")
  return texts.length === value.length ? texts : undefined
}

const decoded = (text: string, shown: string, path: string, root: string) => {
  const refused = (problem: string) =>
    Effect.fail(
      cliFailure("invalid_value", `${shown}: ${problem}`, { path, hint: `put it right, or remove ${shown}` })
    )
  const parsed = parseJson(text)
  if (Result.isFailure(parsed)) return refused(parsed.failure.message)
  const object = parsed.success
  if (!isJsonObject(object)) return refused("line 1: its top level is no object")
  const found = new Map<string, ReadonlyArray<Setting>>()
  for (const { key, keyStart } of objectMembers(text, text.indexOf("{")).members) {
    const line = text.slice(0, keyStart).split("\n").length
    const option = FIELDS.get(key)
    if (option === undefined)
      return refused(
        `line ${line}: unknown field ${JSON.stringify(key)}; ${suggestion(key, [...FIELDS.keys()])}`
      )
    const texts = textsOf(option, object[key])
    if (texts === undefined)
      return refused(
        `line ${line}: ${key} takes ${option === "system-key" ? "a list of texts" : "a text"}, in quotes`
      )
    const origin = `${shown}: line ${line}: ${key}`
    found.set(
      option,
      texts.map((value) => ({
        origin,
        value: value !== "" && isPath(option, value) ? resolve(root, value) : value
      }))
    )
  }
  return Effect.succeed<FileSettings>(found)
}

/** Fails where the file cannot be read, or says what it cannot say; the usual one need not be there. */
export const settingsFile = Effect.fnUntraced(function* (
  given: Given,
  env: Environment
): Effect.fn.Return<FileSettings, CliFailure, FileReader> {
  const named = given["settings-file"]?.at(-1)
  const variable = env["LEDMATRIX_ROOT"]?.trim() ?? ""
  const root = given["root"]?.at(-1) ?? (variable === "" ? "." : variable)
  const path = resolve(named ?? join(root, SHOWN))
  const read = yield* Effect.result((yield* FileReader).read(path, { bytesMax: BYTES_MAX }))
  if (Result.isSuccess(read))
    return yield* decoded(new TextDecoder().decode(read.success.bytes), named ?? SHOWN, path, root)
  const { code, meaning } = read.failure
  if (named === undefined && (code === "ENOENT" || code === "ENOTDIR")) return noFile
  return yield* cliFailure("invalid_value", `${named ?? SHOWN}: it cannot be read: ${meaning}`, {
    path,
    hint: "name another file with --settings-file, or run as the user who owns it"
  })
})

/** One setting as it stands, and what it comes from. */
export interface SettingOrigin {
  readonly name: string
  readonly value: string | null
  readonly from: string
}

/** All of a webhook's address but its server may be a key. */
const shownValue = (option: string, value: string): string =>
  option === "notify" ? (URL.parse(value)?.origin ?? "‹set›") : withoutCredentials(value)

/** Where each value comes from that the file can hold. */
export const settingOrigins = (
  valuesOf: (option: string) => ReadonlyArray<Setting>
): ReadonlyArray<SettingOrigin> =>
  Array.from(FIELDS, ([name, option]) => {
    const values = valuesOf(option)
    const origin = Option.fromUndefinedOr(values[0]?.origin)
    return {
      name,
      value: values.length === 0 ? null : shownValue(option, values.map(({ value }) => value).join(", ")),
      from: Option.getOrElse(origin, () => "default")
    }
  })
