/** Runs the program to its end, or to a signal: interrupted work is put back, then the process ends. */
import { runMain } from "@effect/platform-node/NodeRuntime"
import { Effect, Exit } from "effect"

/** 128 and the signal's number, as shells expect it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

/** A program that gave no exit code: it was interrupted without a signal, or it is at fault. */
const FAILED = 1

/** What a service still does then is ended with the process; what is on disk is whole at any moment. */
const STOP_TIME_MAX_MS = 10_000

let serves = false

/** Marks what never ends by itself: a signal ends it, and is no failure. */
export const asService = <A, E, R>(service: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    serves = true
    return service
  })

export const runProgram = (program: Effect.Effect<number>): void => {
  let signalled: number | undefined
  const onSignal = (signal: keyof typeof SIGNALS): void => {
    // A second signal: there is no time to wait, and what is on disk is whole at any moment.
    if (signalled !== undefined) process.exit(SIGNALS[signal])
    signalled = SIGNALS[signal]
    if (serves) setTimeout(() => process.exit(0), STOP_TIME_MAX_MS).unref()
  }
  process.on("SIGINT", onSignal)
  process.on("SIGTERM", onSignal)
  runMain(program, {
    disableErrorReporting: true,
    // Not `onExit`, which leaves a 0 to Node: that would wait for connections that are kept open.
    teardown: (exit) => {
      const code = Exit.isSuccess(exit) && typeof exit.value === "number" ? exit.value : FAILED
      const stopped = Exit.hasDies(exit) ? FAILED : 0
      process.exit(signalled === undefined ? code : serves ? stopped : signalled)
    }
  })
}
