/** What the report of a check says beside its findings. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { check } from "../../../src/reconcile/look/check.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { spec } from "../../support/operating.ts"

const failure = { digest: "", code: "symlink", message: "a link", failed_at: "1970-01-01T00:00:00Z" }
const failed = { "data/reconciler/failures.json": JSON.stringify({ clock: failure, news: failure }) }

describe("a check", () => {
  it.effect("names the plugins that cannot be had, by what is remembered and by what was learnt", () =>
    spec(
      { files: failed },
      Effect.gen(function* () {
        const { unrecoverable } = yield* check(new Set(["moon", "clock"]))
        assert.deepStrictEqual(unrecoverable, ["clock", "moon", "news"])
      })
    )
  )

  it.effect("names none whose failure has ended since", () =>
    spec(
      { files: failed },
      Effect.gen(function* () {
        yield* TestClock.adjust("1 day")
        const { unrecoverable } = yield* check(new Set(["moon", "clock"]))
        assert.deepStrictEqual(unrecoverable, ["moon"])
      })
    )
  )

  it.effect("has taken as long as its look took", () =>
    spec(
      {},
      Effect.gen(function* () {
        yield* TestClock.adjust("1 hour")
        const files = yield* MemoryFiles
        yield* files.before(({ name, path }) =>
          name === "read" && path.endsWith("/config.json")
            ? Effect.as(Effect.sleep("250 millis"), undefined)
            : Effect.undefined
        )
        const fiber = yield* Effect.forkChild(check())
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* Fiber.join(fiber)).duration_ms, 250)
      })
    )
  )
})
