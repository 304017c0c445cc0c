/** A clock by which no sleep takes real time. */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber } from "effect"
import { VirtualClock } from "./VirtualClock.ts"

const at = <A, E>(startMs: number, program: Effect.Effect<A, E, VirtualClock>) =>
  Effect.provide(program, VirtualClock.layer(startMs), { local: true })

describe("the virtual clock", () => {
  it.effect("lets a sleep pass at once, and its time with it", () =>
    at(
      1000,
      Effect.gen(function* () {
        yield* Effect.sleep("1 day")
        assert.strictEqual(yield* Clock.currentTimeMillis, 86_401_000)
      })
    )
  )

  it.effect("wakes sleepers in the order of their time", () =>
    at(
      0,
      Effect.gen(function* () {
        const woken: Array<string> = []
        const sleeper = (name: string, ms: number) =>
          Effect.forkChild(
            Effect.andThen(
              Effect.sleep(ms),
              Effect.sync(() => woken.push(name))
            )
          )
        const fibers = [
          yield* sleeper("third", 30),
          yield* sleeper("first", 10),
          yield* sleeper("second", 20)
        ]
        yield* Effect.forEach(fibers, Fiber.join)
        assert.deepStrictEqual(woken, ["first", "second", "third"])
      })
    )
  )

  it.effect("lets no time-out come before work that does not wait", () =>
    at(
      0,
      Effect.gen(function* () {
        const work = Effect.forEach(Array.from({ length: 20 }), () => Effect.yieldNow)
        const done = yield* Effect.timeoutOption(work, "1 second")
        assert.strictEqual(done._tag, "Some")
      })
    )
  )

  it.effect("ends what waits for ever at its time-out", () =>
    at(
      0,
      Effect.gen(function* () {
        assert.strictEqual((yield* Effect.timeoutOption(Effect.never, "1 second"))._tag, "None")
        assert.strictEqual(yield* Clock.currentTimeMillis, 1000)
      })
    )
  )

  it.effect("can be set back without anybody sleeping longer", () =>
    at(
      100_000,
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(Effect.sleep("1 minute"))
        yield* Effect.yieldNow
        yield* VirtualClock.use((clock) => clock.set(5000))
        yield* Fiber.join(fiber)
        assert.strictEqual(yield* Clock.currentTimeMillis, 65_000)
      })
    )
  )

  it.effect("moves on while somebody works", () =>
    at(
      7,
      Effect.gen(function* () {
        yield* VirtualClock.use((clock) => clock.pass("3 millis"))
        assert.strictEqual(yield* Clock.currentTimeMillis, 10)
      })
    )
  )
})
