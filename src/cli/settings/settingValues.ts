/** The values of options, from flags and environment, decoded: each knows where it came from, for its error. */
import type { Environment } from "../../node/Environment.ts"
import { Duration, Effect } from "effect"
import { isHostVersion } from "../../domain/host/HostVersion.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import type { OptionValues } from "../arguments/Invocation.ts"
import { listed, suggestion } from "../../domain/text/nearest.ts"
import type { OptionSpec } from "../arguments/optionTable.ts"

/** What the file of settings says, by option. */
export type FileSettings = ReadonlyMap<string, ReadonlyArray<Setting>>

export const noFile: FileSettings = new Map()

/** One value and where it came from, for error messages. */
export interface Setting {
  readonly origin: string
  readonly value: string
}

const COMMA = /\s*,\s*/u

/** What an option was given as, by flag, or else by its variable, or else in the file of settings. */
export const valuesOf = (
  spec: OptionSpec,
  given: OptionValues,
  env: Environment,
  file: FileSettings = noFile
): ReadonlyArray<Setting> => {
  const flags = given[spec.name]
  if (flags !== undefined) return flags.map((value) => ({ origin: `--${spec.name}`, value }))
  const variable = spec.env === undefined ? undefined : env[spec.env]?.trim()
  if (spec.env === undefined || variable === undefined || variable === "") return file.get(spec.name) ?? []
  const values = spec.repeatable ? variable.split(COMMA).filter((value) => value !== "") : [variable]
  const origin = spec.env
  return values.map((value) => ({ origin, value }))
}

export type Decoding<A> = Effect.Effect<A, CliFailure>

export const invalidValue = ({ origin, value }: Setting, expected: string): CliFailure =>
  cliFailure("invalid_value", `${origin}: ${shown(value)} is not valid: ${expected}`)

/** A mistyped address may hold a key in any of its parts. */
const shown = (value: string): string =>
  value.includes(":") && /[@?#]/u.test(value) ? "this address" : JSON.stringify(value)

export const oneOf =
  <const Word extends string>(words: ReadonlyArray<Word>) =>
  (setting: Setting): Decoding<Word> => {
    const word = words.find((candidate) => candidate === setting.value)
    return word === undefined
      ? Effect.fail(invalidValue(setting, suggestion(setting.value, words)))
      : Effect.succeed(word)
  }

export const nonEmptyText = (setting: Setting): Decoding<string> =>
  setting.value === "" ? Effect.fail(invalidValue(setting, "it is empty")) : Effect.succeed(setting.value)

export const hostVersion = (setting: Setting): Decoding<string> =>
  isHostVersion(setting.value)
    ? Effect.succeed(setting.value)
    : Effect.fail(invalidValue(setting, "it takes a version such as 3.8.0"))

const WEB = new Set(["http:", "https:"])
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/u

export const webAddress = (setting: Setting): Decoding<string> => {
  const url = URL.parse(setting.value)
  return url !== null && WEB.has(url.protocol)
    ? Effect.succeed(setting.value)
    : Effect.fail(invalidValue(setting, "it takes an address that begins with https:// or http://"))
}

/** Everything without a scheme is a path. */
export const registryPlace = (setting: Setting): Decoding<string> => {
  if (!SCHEME.test(setting.value)) return nonEmptyText(setting)
  const url = URL.parse(setting.value)
  return url !== null && (WEB.has(url.protocol) || url.protocol === "file:")
    ? Effect.succeed(setting.value)
    : Effect.fail(invalidValue(setting, "it takes an address (https:, http:, file:) or a path"))
}

const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000]
])

const UNIT_NAMES: ReadonlyMap<string, string> = new Map([
  ["", "s"],
  ["milli", "ms"],
  ["millis", "ms"],
  ["millisecond", "ms"],
  ["milliseconds", "ms"],
  ["sec", "s"],
  ["second", "s"],
  ["seconds", "s"],
  ["min", "m"],
  ["minute", "m"],
  ["minutes", "m"],
  ["hour", "h"],
  ["hours", "h"]
])

const DURATION = /^(\d{1,9}(?:\.\d{1,6})?)\s*([a-z]*)$/u

/** `10`, `10s`, `500 ms`, `2 minutes`; a bare number is seconds. */
export const duration = (setting: Setting): Decoding<Duration.Duration> => {
  const [, amount, unit] = DURATION.exec(setting.value.trim().toLowerCase()) ?? []
  const factor = unit === undefined ? undefined : UNIT_MS.get(UNIT_NAMES.get(unit) ?? unit)
  return amount === undefined || factor === undefined
    ? Effect.fail(invalidValue(setting, `it takes a duration such as ${listed(["10 s", "500 ms", "2 min"])}`))
    : Effect.succeed(Duration.millis(Number(amount) * factor))
}

/** Reads options by name: the last value of one, or all of them. */
export const settingsReader = (
  specs: ReadonlyArray<OptionSpec>,
  given: OptionValues,
  env: Environment,
  file: FileSettings = noFile
) => {
  const found = new Map(specs.map((spec) => [spec.name, valuesOf(spec, given, env, file)]))
  return {
    one: <A, const B>(
      name: string,
      decode: (setting: Setting) => Decoding<A>,
      otherwise: B
    ): Decoding<A | B> => {
      const setting = found.get(name)?.at(-1)
      return setting === undefined ? Effect.succeed(otherwise) : decode(setting)
    },
    many: <A>(name: string, decode: (setting: Setting) => Decoding<A>): Decoding<ReadonlyArray<A>> =>
      Effect.forEach(found.get(name) ?? [], decode)
  }
}
