/** The way of every command line that is not plain: help, completions, mistakes, unusual spellings. */
import { Effect, Ref } from "effect"
import { commandLine } from "./commandLine.ts"
import { perform } from "./perform.ts"
import { runProgram } from "./runProgram.ts"
import { outHasColor, printOut } from "./streams.ts"
import { tellFailure } from "./tellFailure.ts"
import { version } from "./version.ts"

/** A mistaken command line is answered in the form that it asked for, as far as that can be told. */
const wantsJson = (argv: ReadonlyArray<string>): boolean =>
  argv.includes("--json") || argv.includes("--json=true")

const slowLane = Effect.fnUntraced(function* (argv: ReadonlyArray<string>) {
  const exitCode = yield* Ref.make(0)
  yield* commandLine(argv, {
    version,
    print: printOut,
    colors: outHasColor(),
    perform: (invocation) => Effect.flatMap(perform(invocation), (code) => Ref.set(exitCode, code))
  }).pipe(
    Effect.catch((failure) => Effect.andThen(tellFailure(failure, wantsJson(argv)), Ref.set(exitCode, 1)))
  )
  return yield* Ref.get(exitCode)
})

/** A function and not an effect: the caller is another bundle, with its own copy of Effect. */
export const runSlowLane = (argv: ReadonlyArray<string>): void => {
  runProgram(slowLane(argv))
}
