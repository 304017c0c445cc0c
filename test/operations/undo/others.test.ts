/** What an undoing has no part in: drift that was there before it is repaired as ever. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo.ts"
import { spec } from "../../support/operating.ts"
import { type Described, lines, reconcile, record } from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

const policy = policyOf()

/** `news` has no entry. */
const DRIFTED: Described = {
  config: { clock: { enabled: true } },
  state: { clock: record("clock", true) },
  plugins: { clock: {}, news: {} }
}

it.effect("drift from before an undoing is repaired after it", () =>
  spec(
    DRIFTED,
    Effect.gen(function* () {
      yield* setEnabled("clock", false, policy)
      yield* TestClock.adjust("1 second")
      yield* undo(undefined, policy)
      assert.deepStrictEqual(lines(yield* reconcile()), ["news no_entry fixed"])
    })
  )
)
