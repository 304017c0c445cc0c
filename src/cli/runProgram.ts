/** Runs the program to its end, or to a signal: interrupted work is put back, then the process ends. */
import { runMain } from "@effect/platform-node/NodeRuntime"
import { type Effect, Exit } from "effect"

/** 128 and the signal's number, as shells expect it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

/** A program that gave no exit code: it was interrupted without a signal, or it is at fault. */
const FAILED = 1

/** What a service still does then is ended with the process; what is on disk is whole at any moment. */
const STOP_TIME_MAX_MS = 10_000

/** The exit code of the first signal, once there was one. The second ends the process at once. */
const firstSignal = (onFirst: () => void = () => {}): (() => number | undefined) => {
  let signalled: number | undefined
  const onSignal = (signal: keyof typeof SIGNALS): void => {
    if (signalled !== undefined) process.exit(SIGNALS[signal])
    signalled = SIGNALS[signal]
    onFirst()
  }
  process.on("SIGINT", onSignal)
  process.on("SIGTERM", onSignal)
  return () => signalled
}

/** `otherwise` takes over where the program gives `undefined` as its exit code. */
export const runProgram = (
  program: Effect.Effect<number | undefined>,
  otherwise: () => void = () => {}
): void => {
  const signalled = firstSignal()
  runMain(program, {
    disableErrorReporting: true,
    teardown: (exit, onExit) => {
      const code = Exit.isSuccess(exit) ? exit.value : FAILED
      if (signalled() === undefined && code === undefined) otherwise()
      else onExit(signalled() ?? (typeof code === "number" ? code : FAILED))
    }
  })
}

/** Runs what never ends by itself: a signal is how it is told to, so that it has ended well then. */
export const runService = (service: Effect.Effect<never, unknown>): void => {
  const signalled = firstSignal(() => {
    setTimeout(() => process.exit(0), STOP_TIME_MAX_MS).unref()
  })
  runMain(service, {
    disableErrorReporting: true,
    teardown: (exit, onExit) => {
      onExit(signalled() !== undefined && !Exit.hasDies(exit) ? 0 : FAILED)
    }
  })
}
