/** How long copies are kept for undoing. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { undo } from "../../../src/operations/undo.ts"
import { update } from "../../../src/operations/update.ts"
import { keptCopies, put, spec } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

const policy = policyOf()
const CLOCK: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }

describe("copies for undoing", () => {
  const updates = (times: number) =>
    Effect.forEach(Array.from({ length: times }), () =>
      Effect.gen(function* () {
        yield* put(
          "plugin-repos/clock/manifest.json",
          `{"id": "clock", "name": "clock", "version": "1.0.0", "class_name": "P", "display_modes": []}`
        )
        yield* update("clock", policy)
        yield* TestClock.adjust("1 hour")
      })
    )

  it.effect("are the newest three", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* updates(5)
        assert.lengthOf(yield* keptCopies, 3)
        yield* undo(undefined, policy)
      })
    )
  )

  it.effect("go after seven days", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* updates(2)
        yield* TestClock.adjust("8 days")
        yield* updates(1)
        assert.lengthOf(yield* keptCopies, 1)
      })
    )
  )
})
