// Memory that loading took is given back: what nobody holds any more is gone, and nothing else has changed.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { giveBackMemory, stayLean } from "../../../src/cli/service/stayLean.ts"

const residentMegabytes = () => process.memoryUsage.rss() / 1e6

describe("giving memory back", () => {
  it.live("lets go of what nobody holds", () =>
    Effect.gen(function* () {
      const dropped = new WeakRef({ large: Array.from({ length: 1000 }, String) })
      // A weak reference holds what it refers to until the turn in which it was made is over.
      yield* Effect.sleep("10 millis")
      yield* giveBackMemory
      assert.isUndefined(dropped.deref())
      assert.notProperty(globalThis, "gc")
    })
  )

  it.effect("is done again after a minute in which much was taken", () =>
    Effect.gen(function* () {
      yield* Effect.forkChild(stayLean)
      yield* TestClock.adjust(0)
      let taken: Array<unknown> = Array.from({ length: 2_000_000 }, (_, at) => ({ at }))
      const most = residentMegabytes()
      assert.strictEqual(taken.length, 2_000_000)
      taken = []
      // As anything does that was used and is done with.
      yield* Effect.promise(() => new Promise((turn) => setImmediate(turn)))
      yield* TestClock.adjust("1 minute")
      assert.isBelow(residentMegabytes(), most - 20)
    })
  )
})
