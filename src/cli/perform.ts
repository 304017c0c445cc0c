/** Carries out an invocation: settings, the command, its answer or what went wrong, the exit code. */
import { Cause, Effect, Option } from "effect"
import type { Answer } from "./Answer.ts"
import { cliFailure, CliFailure } from "./CliFailure.ts"
import { type Invocation, isOn } from "./Invocation.ts"
import { isTracing, withLogging } from "./logging.ts"
import { type Settings, settings } from "./Settings.ts"
import { outStyle, printOut } from "./streams.ts"
import { tellFailure } from "./tellFailure.ts"

const tell = (answer: Answer, json: boolean): Effect.Effect<void> =>
  Effect.suspend(() =>
    printOut(
      json
        ? `${JSON.stringify(answer.document, undefined, 2)}\n`
        : answer
            .lines(outStyle())
            .map((line) => `${line}\n`)
            .join("")
    )
  )

/** A fault of the program itself: nobody can be expected to understand it without its trace. */
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

/** Carries a command out, or gives `None` where that is for somebody else to do. */
export type RunCommand = (
  invocation: Invocation,
  settings: Settings
) => Effect.Effect<Option.Option<Answer>, CliFailure>

const carriedOut = (
  invocation: Invocation,
  chosen: Settings,
  run: RunCommand
): Effect.Effect<Option.Option<number>, CliFailure> =>
  run(invocation, chosen).pipe(
    Effect.tap((answer) => (Option.isSome(answer) ? tell(answer.value, chosen.json) : Effect.void)),
    Effect.map(Option.map(({ exitCode }) => exitCode)),
    Effect.catchCause((cause) => {
      const failure = cause.reasons.find(Cause.isFailReason)?.error
      if (failure !== undefined) return Effect.fail(failure)
      return Cause.hasInterruptsOnly(cause)
        ? Effect.interrupt
        : Effect.fail(unexpected(cause, isTracing(chosen.logLevel)))
    }),
    withLogging(chosen.logLevel)
  )

/** Never fails: the exit code says how it went. `None` where `run` left it to somebody else. */
export const perform = (invocation: Invocation, run: RunCommand): Effect.Effect<Option.Option<number>> =>
  settings(invocation.given, process.env).pipe(
    Effect.flatMap((chosen) => carriedOut(invocation, chosen, run)),
    Effect.catch((failure) => Effect.as(tellFailure(failure, isOn(invocation.given, "json")), Option.some(1)))
  )
