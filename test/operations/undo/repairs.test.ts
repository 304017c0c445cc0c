/** What was undone of a repair is not repaired again, until a source changes or it is forced; other drift is. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { place, put, spec, text } from "../../support/operating.ts"
import { check, type Described, lines, readJson, reconcile } from "../../support/reconciling.ts"
import { Policy } from "../../../src/services/Policy.ts"
import { policyOf, record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"

const DRIFTED: Described = {
  config: {
    clock: { enabled: true },
    gone: { enabled: true },
    hurt: { enabled: true },
    none: { enabled: true }
  },
  state: {
    clock: record("clock", false),
    none: 5,
    hurt: { plugin_id: "hurt", status: "nonsense", enabled: true }
  },
  plugins: { clock: {}, hurt: {}, none: {}, fresh: {} },
  offers: { gone: { manifestId: "gone", version: "1.0.0" } },
  policy: { authority: "config" }
}

const undoAll = undo(undefined)

describe("what was undone of a repair", () => {
  const repairedAndUndone = Effect.gen(function* () {
    const before = yield* MemoryFiles.use((memory) => memory.snapshot)
    yield* reconcile()
    yield* TestClock.adjust("1 second")
    yield* undoAll
    return before
  })

  it.effect("is as it was before", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        const before = yield* repairedAndUndone
        for (const path of [CONFIG, "plugin-repos/clock/manifest.json"]) {
          assert.strictEqual(yield* text(path), before.get(place(path)))
        }
        assert.isUndefined(yield* text("plugin-repos/gone/manifest.json"))
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), {
          "states.clock.enabled": false,
          "states.none": 5,
          "states.hurt": { plugin_id: "hurt", status: "nonsense", enabled: true }
        })
      })
    )
  )

  it.effect("is not repaired again a second later", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        yield* repairedAndUndone
        yield* TestClock.adjust("1 second")
        assert.deepStrictEqual(lines(yield* reconcile()), [
          "clock undone manual",
          "fresh undone manual",
          "gone undone manual",
          "hurt undone manual",
          "none undone manual"
        ])
      })
    )
  )

  it.effect("is repaired again for the one plugin of which a source has changed", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        yield* repairedAndUndone
        const config = (yield* text(CONFIG)) ?? ""
        yield* put(CONFIG, config.replace(`"gone": {`, `"gone": { "city": "Tampa",`))
        assert.deepStrictEqual(lines(yield* reconcile()), [
          "clock undone manual",
          "fresh undone manual",
          "gone not_installed fixed",
          "hurt undone manual",
          "none undone manual"
        ])
      })
    )
  )

  it.effect("is repaired again by force", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        yield* repairedAndUndone
        const { reconciliation_successful } = yield* reconcile({ force: true })
        assert.isTrue(reconciliation_successful)
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("stays undone although it was undone without a store at hand", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        yield* reconcile()
        yield* TestClock.adjust("1 second")
        yield* Effect.provideService(
          undo(undefined),
          Policy,
          policyOf({ authority: "config", storeAvailable: false })
        )
        assert.include(lines(yield* reconcile()), "gone undone manual")
      })
    )
  )
})

/** `news` has no entry. */
const BESIDE: Described = {
  config: { clock: { enabled: true } },
  state: { clock: record("clock", true) },
  plugins: { clock: {}, news: {} }
}

it.effect("drift from before an undoing is repaired after it", () =>
  spec(
    BESIDE,
    Effect.gen(function* () {
      yield* setEnabled("clock", false)
      yield* TestClock.adjust("1 second")
      yield* undo(undefined)
      assert.deepStrictEqual(lines(yield* reconcile()), ["news no_entry fixed"])
    })
  )
)
