/** What flags, environment and defaults come to: a flag wins over its variable, that over the default. */
import { Duration, Effect, type LogLevel } from "effect"
import type { Authority } from "../domain/Policy.ts"
import { cliFailure, type CliFailure } from "./CliFailure.ts"
import { type Given, isOn } from "./Invocation.ts"
import { listed, suggestion } from "./nearest.ts"
import { AUTHORITIES, LOG_LEVELS, type OptionSpec, sharedOptions } from "./optionTable.ts"

export interface Settings {
  /** As given, relative to the current directory. */
  readonly root: string
  /** An http(s) or file address, or a path; `undefined` for the official registry. */
  readonly registry: string | undefined
  readonly authority: Authority
  readonly systemKeys: ReadonlyArray<string>
  readonly offline: boolean
  readonly githubApi: string | undefined
  readonly githubArchive: string | undefined
  readonly lockTimeout: Duration.Duration
  readonly json: boolean
  readonly logLevel: LogLevel.LogLevel
}

export type Environment = { readonly [name: string]: string | undefined }

/** One value and where it came from, for error messages. */
interface Setting {
  readonly origin: string
  readonly value: string
}

const COMMA = /\s*,\s*/u

const valuesOf = (spec: OptionSpec, given: Given, env: Environment): ReadonlyArray<Setting> => {
  const flags = given[spec.name]
  if (flags !== undefined) return flags.map((value) => ({ origin: `--${spec.name}`, value }))
  const variable = spec.env === undefined ? undefined : env[spec.env]?.trim()
  if (spec.env === undefined || variable === undefined || variable === "") return []
  const values = spec.repeatable ? variable.split(COMMA).filter((value) => value !== "") : [variable]
  const origin = spec.env
  return values.map((value) => ({ origin, value }))
}

type Decoded<A> = Effect.Effect<A, CliFailure>

const invalid = ({ origin, value }: Setting, expected: string): CliFailure =>
  cliFailure("invalid_value", `${origin}: ${JSON.stringify(value)} is not valid: ${expected}`)

const oneOf =
  <const Word extends string>(words: ReadonlyArray<Word>) =>
  (setting: Setting): Decoded<Word> => {
    const word = words.find((candidate) => candidate === setting.value)
    return word === undefined
      ? Effect.fail(invalid(setting, suggestion(setting.value, words)))
      : Effect.succeed(word)
  }

const text = (setting: Setting): Decoded<string> =>
  setting.value === "" ? Effect.fail(invalid(setting, "it is empty")) : Effect.succeed(setting.value)

const WEB = new Set(["http:", "https:"])
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/u

const webAddress = (setting: Setting): Decoded<string> => {
  const url = URL.parse(setting.value)
  return url !== null && WEB.has(url.protocol)
    ? Effect.succeed(setting.value)
    : Effect.fail(invalid(setting, "it takes an address that begins with https:// or http://"))
}

/** Everything without a scheme is a path. */
const registryPlace = (setting: Setting): Decoded<string> => {
  if (!SCHEME.test(setting.value)) return text(setting)
  const url = URL.parse(setting.value)
  return url !== null && (WEB.has(url.protocol) || url.protocol === "file:")
    ? Effect.succeed(setting.value)
    : Effect.fail(invalid(setting, "it takes an address (https:, http:, file:) or a path"))
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
const duration = (setting: Setting): Decoded<Duration.Duration> => {
  const [, amount, unit] = DURATION.exec(setting.value.trim().toLowerCase()) ?? []
  const factor = unit === undefined ? undefined : UNIT_MS.get(UNIT_NAMES.get(unit) ?? unit)
  return amount === undefined || factor === undefined
    ? Effect.fail(invalid(setting, `it takes a duration such as ${listed(["10 s", "500 ms", "2 min"])}`))
    : Effect.succeed(Duration.millis(Number(amount) * factor))
}

const LEVELS: { readonly [name in (typeof LOG_LEVELS)[number]]: LogLevel.LogLevel } = {
  all: "All",
  trace: "Trace",
  debug: "Debug",
  info: "Info",
  warn: "Warn",
  error: "Error",
  fatal: "Fatal",
  none: "None"
}

/** Fails with the first setting that is not valid, naming the flag or the variable. */
export const settings = Effect.fnUntraced(function* (
  given: Given,
  env: Environment
): Effect.fn.Return<Settings, CliFailure> {
  const found = new Map(sharedOptions.map((spec) => [spec.name, valuesOf(spec, given, env)]))
  const one = <A, const B>(
    name: string,
    decode: (setting: Setting) => Decoded<A>,
    otherwise: B
  ): Decoded<A | B> => {
    const setting = found.get(name)?.at(-1)
    return setting === undefined ? Effect.succeed(otherwise) : decode(setting)
  }
  return {
    root: yield* one("root", text, "."),
    registry: yield* one("registry", registryPlace, undefined),
    authority: yield* one("authority", oneOf(AUTHORITIES), "latest"),
    systemKeys: yield* Effect.forEach(found.get("system-key") ?? [], text),
    offline: isOn(given, "offline"),
    githubApi: yield* one("github-api", webAddress, undefined),
    githubArchive: yield* one("github-archive", webAddress, undefined),
    lockTimeout: yield* one("lock-timeout", duration, Duration.seconds(10)),
    json: isOn(given, "json"),
    logLevel: LEVELS[yield* one("log-level", oneOf(LOG_LEVELS), "info")]
  }
})
