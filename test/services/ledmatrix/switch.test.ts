/** How long a LEDMatrix has to answer that is asked to change `enabled`, and when it is no longer asked. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Result } from "effect"
import { TestClock } from "effect/testing"
import { EnabledSwitch } from "../../../src/services/writing/EnabledSwitch.ts"
import { ledmatrixInMemory } from "../../support/ledmatrix/inMemory.ts"

const files = { "config/config.json": JSON.stringify({ clock: { enabled: false } }) }

const enable = EnabledSwitch.use((live) => live.set("clock", true, Effect.succeed(true))).pipe(
  Effect.match({ onSuccess: String, onFailure: ({ reason }) => reason.code })
)

/** Counts requests to a LEDMatrix that never answers. */
const silent = () => {
  let asked = 0
  const layer = ledmatrixInMemory(() => {
    asked += 1
    return Effect.never
  }, files)
  return { layer, asked: () => asked }
}

/** What comes of it, once LEDMatrix has had its time. */
const enableInVain = Effect.gen(function* () {
  const waiting = yield* Effect.forkChild(enable)
  yield* TestClock.adjust("5 seconds")
  return yield* Fiber.join(waiting)
})

describe("a change that LEDMatrix is asked for", () => {
  it.effect("fails once it has not been answered for five seconds", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* enableInVain, "ledmatrix_unreachable")
    }).pipe(Effect.provide(silent().layer))
  )

  it.effect("fails so also where its operation must not be interrupted", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* Effect.uninterruptible(enableInVain), "ledmatrix_unreachable")
    }).pipe(Effect.provide(silent().layer))
  )

  it.effect("fails at once for three seconds after that, and is then tried again", () => {
    const { asked, layer } = silent()
    return Effect.gen(function* () {
      yield* enableInVain
      yield* TestClock.adjust("2 seconds")
      assert.strictEqual(yield* enable, "ledmatrix_unreachable")
      assert.strictEqual(asked(), 1)
      yield* TestClock.adjust("1 second")
      yield* enableInVain
      assert.strictEqual(asked(), 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is tried again at once where the clock has gone back", () => {
    const { asked, layer } = silent()
    return Effect.gen(function* () {
      yield* TestClock.adjust("1 hour")
      yield* enableInVain
      yield* TestClock.setTime(0)
      yield* enableInVain
      assert.strictEqual(asked(), 2)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is asked nothing where its evidence has gone", () => {
    const { asked, layer } = silent()
    return Effect.gen(function* () {
      const live = yield* EnabledSwitch
      assert.isFalse(Result.getOrThrow(yield* Effect.result(live.set("clock", true, Effect.succeed(false)))))
      assert.strictEqual(asked(), 0)
    }).pipe(Effect.provide(layer))
  })
})
