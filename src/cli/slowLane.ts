/** The whole program: every command, and every command line, help, completions and mistakes included. */
import { Effect, Option, Ref } from "effect"
import { commandLine } from "./commandLine.ts"
import { perform, type RunCommand } from "./perform.ts"
import { runCommand } from "./runCommand.ts"
import { runProgram } from "./runProgram.ts"
import { outHasColor, printOut } from "./streams.ts"
import { tellFailure } from "./tellFailure.ts"
import { version } from "./version.ts"

/** A mistaken command line is answered in the form that it asked for, as far as that can be told. */
const wantsJson = (argv: ReadonlyArray<string>): boolean =>
  argv.includes("--json") || argv.includes("--json=true")

const runWhole: RunCommand = (invocation, settings) => Effect.asSome(runCommand(invocation, settings))

const slowLane = Effect.fnUntraced(function* (argv: ReadonlyArray<string>) {
  const exitCode = yield* Ref.make(0)
  yield* commandLine(argv, {
    version,
    print: printOut,
    colors: outHasColor(),
    perform: (invocation) =>
      Effect.flatMap(perform(invocation, runWhole), (code) =>
        Ref.set(
          exitCode,
          Option.getOrElse(code, () => 0)
        )
      )
  }).pipe(
    Effect.catch((failure) => Effect.andThen(tellFailure(failure, wantsJson(argv)), Ref.set(exitCode, 1)))
  )
  return Option.some(yield* Ref.get(exitCode))
})

/** A function and not an effect: the caller is another bundle, with its own copy of Effect. */
export const runSlowLane = (argv: ReadonlyArray<string>): void => {
  runProgram(slowLane(argv))
}
