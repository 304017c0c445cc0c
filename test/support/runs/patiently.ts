/** A program whose pauses pass: time goes on for as long as it runs, also where it waits for something else in between. */
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"

const turn = Effect.promise(() => new Promise((resume) => setImmediate(resume)))

export const patiently = <A, E, R>(program: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(program)
    while (fiber.pollUnsafe() === undefined) {
      yield* TestClock.adjust("1 second")
      yield* turn
    }
    return yield* Fiber.join(fiber)
  })
