/**
 * The whole program as one effect. What most runs do not need (Effect's command line, the controller, the
 * commands that no timer runs) is loaded when it is first used.
 */
import { Effect, Option } from "effect"
import { CliFailure, withCommands } from "./CliFailure.ts"
import { runInvocation } from "./runInvocation.ts"
import { type Invocation, isOn } from "../arguments/Invocation.ts"
import { COMPLETE } from "../arguments/completionWord.ts"
import { plainLine } from "../arguments/plainLine.ts"
import { outColumns, outHasColor, printOut } from "./streams.ts"
import { tellFailure } from "./tellFailure.ts"
import { ownCommand } from "../view/text/ownCommand.ts"
import { version } from "./version.ts"

/** A mistaken command line is answered in the form that it asked for, as far as that can be seen. */
const wantsJson = (argv: ReadonlyArray<string>): boolean =>
  argv.includes("--json") || argv.includes("--json=true")

/** Refuses where npm, which started the program, kept flags for itself that were meant for it. */
const nothingTakenByNpm = (argv: ReadonlyArray<string>): Effect.Effect<void, CliFailure> =>
  process.env["npm_lifecycle_event"] === "start"
    ? Effect.flatMap(
        Effect.promise(() => import("../arguments/flagsTakenByNpm.ts")),
        ({ flagsTakenByNpm }) => {
          const failure = flagsTakenByNpm(argv, process.env)
          return failure === undefined ? Effect.void : Effect.fail(failure)
        }
      )
    : Effect.void

/** `None` where everything has been said, as with `--help`. */
const understood = (argv: ReadonlyArray<string>): Effect.Effect<Option.Option<Invocation>, CliFailure> => {
  const plain = plainLine(argv)
  if (plain !== undefined) return Effect.succeedSome(plain)
  return Effect.flatMap(
    Effect.promise(() => import("../arguments/commandLine.ts")),
    ({ commandLine }) =>
      commandLine(argv, { version, print: printOut, colors: outHasColor(), columns: outColumns() })
  )
}

const told = (json: boolean) => (failure: CliFailure) => Effect.as(tellFailure(failure, json), 1)

const carriedOut = (invocation: Invocation): Effect.Effect<number> => {
  const done =
    invocation.command === "controller"
      ? Effect.flatMap(
          Effect.promise(() => import("../service/controllerProgram.ts")),
          ({ controllerProgram }) => controllerProgram(invocation)
        )
      : runInvocation(invocation, invocation.command)
  const command = ownCommand(invocation.given, process.env)
  return done.pipe(
    Effect.catch((failure) => told(isOn(invocation.given, "json"))(withCommands(failure, command)))
  )
}

/** For completion scripts, which ask at every key: nothing is logged, and mistakes stay unsaid. */
const completed = (words: ReadonlyArray<string>): Effect.Effect<number> =>
  Effect.promise(() => import("../commands/completeIds.ts")).pipe(
    Effect.flatMap(({ completeIds }) => completeIds(words, process.env)),
    Effect.flatMap((found) => printOut(found.map((id) => `${id}\n`).join(""))),
    Effect.as(0),
    Effect.orElseSucceed(() => 1)
  )

/** Never fails: the exit code says how it went. */
export const program = (argv: ReadonlyArray<string>): Effect.Effect<number> =>
  argv[0] === COMPLETE ? completed(argv.slice(1)) : commanded(argv)

const commanded = (argv: ReadonlyArray<string>): Effect.Effect<number> =>
  nothingTakenByNpm(argv).pipe(
    Effect.andThen(understood(argv)),
    Effect.map(Option.match({ onNone: () => Effect.succeed(0), onSome: carriedOut })),
    Effect.catch((failure) => Effect.succeed(told(wantsJson(argv))(failure))),
    Effect.flatten
  )
