/** Logs go to standard error, a line each: standard output is for results. */
import { Cause, Effect, Logger, type LogLevel, References } from "effect"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"
import { type OwnCommand, withOwnCommands } from "../view/text/ownCommand.ts"
import { printErr } from "../run/streams.ts"
import { safeText } from "../view/text/safeText.ts"

/** Addresses in errors and values reach the log without their keys. */
export const textOf = (part: unknown): string =>
  withoutCredentials(
    typeof part === "string"
      ? part
      : part instanceof Error
        ? part.message
        : (JSON.stringify(part) ?? String(part))
  )

/** Stack traces are for those who ask for them, and for faults of the program: what broke may not break again. */
export const causeLines = (cause: Cause.Cause<unknown>, tracing: boolean): ReadonlyArray<string> => {
  if (cause.reasons.length === 0) return []
  if (tracing || Cause.hasDies(cause)) return withoutCredentials(Cause.pretty(cause)).split("\n")
  const error = Cause.squash(cause)
  return [textOf(error)]
}

/** For a person who reads along. */
const plainLogger = (tracing: boolean, command: OwnCommand): Logger.Logger<unknown, void> =>
  Logger.make(({ cause, fiber, logLevel, message }) => {
    const parts = Array.isArray(message) ? message : [message]
    const annotations = Object.entries(fiber.getRef(References.CurrentLogAnnotations))
    const words = [
      ...parts.map((part) => withOwnCommands(textOf(part), command)),
      ...annotations.map(([name, value]) => `${name}=${textOf(value)}`)
    ]
    const [first = "", ...more] = causeLines(cause, tracing)
    const line = [...words, ...(first === "" ? [] : [first])].join(" ")
    printErr([`${logLevel.toLowerCase()}: ${line}`, ...more].map((text) => `${safeText(text)}\n`).join(""))
  })

const TRACING: ReadonlySet<LogLevel.LogLevel> = new Set(["All", "Trace", "Debug"])

/** Whether a person asked for everything that helps to find a fault. */
export const isTracing = (level: LogLevel.LogLevel): boolean => TRACING.has(level)

export const withLogger =
  (level: LogLevel.LogLevel, logger: Logger.Logger<unknown, void>) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    effect.pipe(
      Effect.provideService(Logger.CurrentLoggers, new Set([logger])),
      Effect.provideService(References.MinimumLogLevel, level)
    )

/** `command`: how the commands that a message names between backticks are to be typed. */
export const withLogging = (level: LogLevel.LogLevel, command: OwnCommand) =>
  withLogger(level, plainLogger(isTracing(level), command))
