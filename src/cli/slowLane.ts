/** The whole program: every command, and every command line, help, completions and mistakes included. */
import { Effect, Option, Ref } from "effect"
import { commandLine } from "./commandLine.ts"
import type { Invocation } from "./Invocation.ts"
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

/** `service` gets an invocation that is for a bundle of its own; there is no exit code then. */
const slowLane = Effect.fnUntraced(function* (
  argv: ReadonlyArray<string>,
  service: (invocation: Invocation) => void
) {
  const exitCode = yield* Ref.make<Option.Option<number>>(Option.some(0))
  yield* commandLine(argv, {
    version,
    print: printOut,
    colors: outHasColor(),
    perform: (invocation) => {
      if (invocation.command !== "controller")
        return Effect.flatMap(perform(invocation, runWhole), (code) => Ref.set(exitCode, code))
      service(invocation)
      return Ref.set(exitCode, Option.none())
    }
  }).pipe(
    Effect.catch((failure) =>
      Effect.andThen(tellFailure(failure, wantsJson(argv)), Ref.set(exitCode, Option.some(1)))
    )
  )
  return yield* Ref.get(exitCode)
})

/** A function and not an effect: the caller is another bundle, with its own copy of Effect. */
export const runSlowLane = (argv: ReadonlyArray<string>): void => {
  let asked: Invocation | undefined
  const service = (invocation: Invocation): void => {
    asked = invocation
  }
  runProgram(Effect.map(slowLane(argv, service), Option.getOrUndefined), () => {
    const invocation = asked
    if (invocation !== undefined)
      void import("./controllerLane.ts").then(({ runControllerLane }) => runControllerLane(invocation))
  })
}
