// Memory that loading took is given back: what is no longer held is gone, and nothing else has changed.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import { giveBackMemory } from "../../../src/cli/service/stayLean.ts"

const Told = Schema.Struct({ count: Schema.Finite, most: Schema.Finite, after: Schema.Finite })

describe("giving memory back", () => {
  it.live("lets go of what is not held", () =>
    Effect.gen(function* () {
      const dropped = new WeakRef({ large: Array.from({ length: 1000 }, String) })
      // A weak reference holds what it refers to until the turn in which it was made is over.
      yield* Effect.sleep("10 millis")
      yield* giveBackMemory
      assert.isUndefined(dropped.deref())
      assert.notProperty(globalThis, "gc")
    })
  )

  it("is done again after a minute in which much was taken", () => {
    // A process of its own: what else this one holds moves its memory by more.
    const child = fileURLToPath(new URL("stayLeanProcess.ts", import.meta.url))
    const told: unknown = JSON.parse(execFileSync(process.execPath, [child], { encoding: "utf8" }))
    const { after, count, most } = Schema.decodeUnknownSync(Told)(told)
    assert.strictEqual(count, 2_000_000)
    assert.isBelow(after, most - 20)
  })
})
