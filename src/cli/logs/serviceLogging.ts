/** The log of a service: structured, to standard error, and as journald likes it where that listens. */
import type { Environment } from "../../node/Environment.ts"
import { Effect, Logger, type LogLevel } from "effect"
import { lineLogger, type LogFormat, withPriority } from "./logLines.ts"
import { isTracing, withLogger } from "./logging.ts"
import { errIsJournal, printErr } from "../run/streams.ts"

/** journald notes the time of each line itself; in a document for programs it stays. */
export const withServiceLogging = (
  level: LogLevel.LogLevel,
  format: LogFormat,
  env: Environment
): (<A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>) => {
  const journal = errIsJournal(env)
  const lines = lineLogger({
    format,
    timestamps: format === "json" || !journal,
    tracing: isTracing(level)
  })
  const printed = Logger.map(journal ? withPriority(lines) : lines, (line) => {
    printErr(`${line}\n`)
  })
  return withLogger(level, printed)
}
