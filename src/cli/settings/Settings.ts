/** What flags, environment and defaults come to: a flag wins over its variable, that over the file of settings, and that over the default. */
import type { Environment } from "../../node/Environment.ts"
import { Duration, Effect, type LogLevel } from "effect"
import type { Authority } from "../../domain/Policy.ts"
import type { CliFailure } from "../run/CliFailure.ts"
import { type OptionValues, isOn } from "../arguments/Invocation.ts"
import { AUTHORITIES, LOG_LEVELS, sharedOptions } from "../arguments/optionTable.ts"
import {
  duration,
  type FileSettings,
  noFile,
  hostVersion,
  oneOf,
  registryPlace,
  settingsReader,
  nonEmptyText,
  webAddress
} from "./settingValues.ts"

export interface Settings {
  /** As given, relative to the current directory. */
  readonly root: string
  /** An http(s) or file address, or a path; `undefined` for the official registry. */
  readonly registry: string | undefined
  readonly authority: Authority
  readonly systemKeys: ReadonlyArray<string>
  /** As given; `undefined` where LEDMatrix itself says it. */
  readonly ledmatrixVersion: string | undefined
  readonly ledmatrixCache: string | undefined
  readonly offline: boolean
  readonly githubApi: string | undefined
  readonly githubArchive: string | undefined
  readonly lockTimeout: Duration.Duration
  readonly json: boolean
  readonly logLevel: LogLevel.LogLevel
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
  given: OptionValues,
  env: Environment,
  file: FileSettings = noFile
): Effect.fn.Return<Settings, CliFailure> {
  const { many, one } = settingsReader(sharedOptions, given, env, file)
  return {
    root: yield* one("root", nonEmptyText, "."),
    registry: yield* one("registry", registryPlace, undefined),
    authority: yield* one("authority", oneOf(AUTHORITIES), "latest"),
    systemKeys: yield* many("system-key", nonEmptyText),
    ledmatrixVersion: yield* one("ledmatrix-version", hostVersion, undefined),
    ledmatrixCache: yield* one("ledmatrix-cache", nonEmptyText, undefined),
    offline: isOn(given, "offline"),
    githubApi: yield* one("github-api", webAddress, undefined),
    githubArchive: yield* one("github-archive", webAddress, undefined),
    lockTimeout: yield* one("lock-timeout", duration, Duration.seconds(10)),
    json: isOn(given, "json"),
    logLevel: LEVELS[yield* one("log-level", oneOf(LOG_LEVELS), "info")]
  }
})
