/** What the file of settings says, decoded; loaded where there is one. */
import { Effect, Option, Result } from "effect"
import { resolve } from "node:path/posix"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { objectMembers } from "../../json/objectMembers.ts"
import { parseJson } from "../../json/parsing/parseJson.ts"
import { suggestion } from "../../domain/text/nearest.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import type { FileSettings, Setting } from "./settingValues.ts"

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

const isPath = (option: string, value: string): boolean =>
  PATHS.has(option) || (option === "registry" && !/^[A-Za-z][A-Za-z0-9+.-]+:/u.test(value))

const textsOf = (option: string, value: unknown): ReadonlyArray<string> | undefined => {
  if (typeof value === "string") return [value]
  if (option !== "system-key" || !Array.isArray(value)) return undefined
  const texts = value.filter((one) => typeof one === "string")
  return texts.length === value.length ? texts : undefined
}

/** Paths count from `root`. Fails at the first line that says what it cannot say. */
export const settingsInFile = (
  text: string,
  shown: string,
  path: string,
  root: string
): Effect.Effect<FileSettings, CliFailure> => {
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
    if (found.has(option)) return refused(`line ${line}: ${key} stands there twice`)
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
