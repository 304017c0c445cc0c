/** Carries out an invocation: settings, the command, its answer, the exit code. */
import { Cause, Effect } from "effect"
import type { CommandResult } from "./CommandResult.ts"
import { cliFailure, type CliFailure } from "./CliFailure.ts"
import { type Invocation, isOn } from "../arguments/Invocation.ts"
import { isTracing, withLogging } from "../logs/logging.ts"
import { type OneShotCommand, runCommand } from "../commands/runCommand.ts"
import { NodeFileReader } from "../../node/NodeFileReader.ts"
import { settingsFile } from "../settings/settingsFile.ts"
import { settings } from "../settings/Settings.ts"
import { type OwnCommand, ownCommand } from "../view/text/ownCommand.ts"
import { printedJson } from "../view/text/printedJson.ts"
import { clearScreen, outStyle, printOut } from "./streams.ts"

const tell = (
  answer: CommandResult,
  json: boolean,
  command: OwnCommand,
  indent: number
): Effect.Effect<void, CliFailure> =>
  Effect.suspend(() =>
    printOut(
      json
        ? `${printedJson(answer.document, indent)}\n`
        : answer
            .lines(outStyle(command))
            .map((line) => `${line}\n`)
            .join("")
    )
  )

/** A fault of the program itself: without its trace it cannot be understood. */
const unexpected = (cause: Cause.Cause<unknown>, tracing: boolean): CliFailure => {
  const defect = Cause.squash(cause)
  const why = defect instanceof Error ? defect.message : String(defect)
  return cliFailure(
    "internal_error",
    `this is a fault of the program: ${tracing ? Cause.pretty(cause) : why}`,
    {
      hint: tracing
        ? "please report it with these lines"
        : "run again with --log-level debug to see where it happened"
    }
  )
}

/** Gives the exit code. */
export const carryOut = Effect.fnUntraced(function* (
  invocation: Invocation,
  command: OneShotCommand
): Effect.fn.Return<number, CliFailure> {
  const file = yield* Effect.provide(settingsFile(invocation.given, process.env), NodeFileReader.layer)
  const chosen = yield* settings(invocation.given, process.env, file)
  const answer = runCommand[command](invocation, chosen)
  const own = ownCommand(invocation.given, process.env)
  const done = isOn(invocation.given, "watch")
    ? Effect.flatMap(
        Effect.promise(() => import("./watching.ts")),
        ({ watching }) =>
          // A line for each document, so that a program can read them one by one.
          watching(answer, (next) => Effect.andThen(clearScreen, tell(next, chosen.json, own, 0)))
      )
    : answer.pipe(
        Effect.tap((only) => tell(only, chosen.json, own, 2)),
        Effect.map(({ exitCode }): number => exitCode)
      )
  return yield* done.pipe(
    Effect.catchCause((cause) => {
      const failure = cause.reasons.find(Cause.isFailReason)?.error
      if (failure !== undefined) return Effect.fail(failure)
      return Cause.hasInterruptsOnly(cause)
        ? Effect.interrupt
        : Effect.fail(unexpected(cause, isTracing(chosen.logLevel)))
    }),
    withLogging(chosen.logLevel, own)
  )
})
