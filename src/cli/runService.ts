/** Runs what never ends by itself, until it is told to stop. */
import { Effect, Exit, Fiber } from "effect"

const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const

/** What is still going on then is ended with the process; what is on disk is whole at any moment. */
const STOP_TIME_MAX_MS = 10_000

export const runService = (service: Effect.Effect<never, unknown>): void => {
  const fiber = Effect.runFork(service)
  let stopping = false
  const onSignal = (signal: keyof typeof SIGNALS): void => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(SIGNALS[signal])
    stopping = true
    setTimeout(() => process.exit(0), STOP_TIME_MAX_MS).unref()
    Effect.runFork(Fiber.interrupt(fiber))
  }
  process.on("SIGINT", onSignal)
  process.on("SIGTERM", onSignal)
  fiber.addObserver((exit) => {
    process.exit(stopping && !Exit.hasDies(exit) ? 0 : 1)
  })
}
