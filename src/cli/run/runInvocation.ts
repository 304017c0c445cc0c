/** Carries out an invocation: settings, the command, its answer, the exit code. */
import { Effect } from "effect"
import type { CommandResult } from "./CommandResult.ts"
import type { CliFailure } from "./CliFailure.ts"
import { faultsLogged } from "./faultsLogged.ts"
import { type Invocation, isOn } from "../arguments/Invocation.ts"
import { withLogging } from "../logs/logging.ts"
import { type OneShotCommand, commandHandlers } from "../commands/commandHandlers.ts"
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

/** Gives the exit code. */
export const runInvocation = Effect.fnUntraced(function* (
  invocation: Invocation,
  command: OneShotCommand
): Effect.fn.Return<number, CliFailure> {
  const { given } = invocation
  const withFile = Effect.provide(settingsFile(given, process.env), NodeFileReader.layer).pipe(
    Effect.flatMap((file) => settings(given, process.env, file))
  )
  // `doctor` says what is wrong with the file, too.
  const chosen = yield* command === "doctor"
    ? withFile.pipe(Effect.catch(() => settings(given, process.env)))
    : withFile
  const answer = commandHandlers[command](invocation, chosen)
  const own = ownCommand(given, process.env)
  const done = isOn(given, "watch")
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
  return yield* done.pipe(faultsLogged, withLogging(chosen.logLevel, own))
})
