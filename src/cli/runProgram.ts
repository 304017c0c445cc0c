/** Runs the program to its end, or to a signal: interrupted work is put back, then the process ends. */
import { Effect, Exit, Fiber, Option } from "effect"

/** 128 and the signal's number, as shells expect it. */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

/** A program whose exit is not its own doing: it was interrupted without a signal, or it is at fault. */
const FAILED = 1

/** `otherwise` takes over where the program gives no exit code. */
export const runProgram = (
  program: Effect.Effect<Option.Option<number>>,
  otherwise: () => void = () => {}
): void => {
  const fiber = Effect.runFork(program)
  let signalled: number | undefined
  const onSignal = (signal: keyof typeof SIGNALS) => {
    // Whoever asks twice does not want to wait; what is on disk is whole at any moment.
    if (signalled !== undefined) process.exit(signalled)
    signalled = SIGNALS[signal]
    Effect.runFork(Fiber.interrupt(fiber))
  }
  process.on("SIGINT", onSignal)
  process.on("SIGTERM", onSignal)
  fiber.addObserver((exit) => {
    if (signalled === undefined && Exit.isSuccess(exit) && Option.isNone(exit.value)) {
      process.off("SIGINT", onSignal)
      process.off("SIGTERM", onSignal)
      otherwise()
      return
    }
    const code = Exit.isSuccess(exit) ? Option.getOrElse(exit.value, () => FAILED) : FAILED
    process.exit(signalled ?? code)
  })
}
