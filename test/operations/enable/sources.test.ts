/** Where `enable` and `disable` leave entry and record. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { at, refused, spec } from "../../support/operating.ts"
import { check, type Described, lines } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const CLOCK: Described = {
  config: { timezone: "x", clock: { enabled: true, city: "Tampa" }, news: { enabled: true } },
  state: { clock: record("clock", true), news: record("news", true) },
  plugins: { clock: { version: "1.0.0" }, news: { version: "1.0.0" } }
}

describe("enable and disable", () => {
  it.effect("set entry and record together", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        assert.strictEqual(yield* at(CONFIG, "clock", "enabled"), false)
        assert.strictEqual(yield* at(STATE, "states", "clock", "enabled"), false)
        assert.strictEqual(yield* at(STATE, "states", "clock", "status"), "disabled")
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("set the record's status, as LEDMatrix does, over any other", () =>
    spec(
      { ...CLOCK, state: { clock: record("clock", true, { status: "installed", version: "1.0.0" }) } },
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        assert.strictEqual(yield* at(STATE, "states", "clock", "status"), "disabled")
      })
    )
  )

  it.effect("write nothing where nothing changes", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        const files = yield* MemoryFiles
        const before = yield* files.text(`${MEMORY_ROOT}/${STATE}`)
        assert.strictEqual((yield* setEnabled("clock", false)).status, "unchanged")
        assert.strictEqual(yield* files.text(`${MEMORY_ROOT}/${STATE}`), before)
      })
    )
  )

  it.effect("refuse an id that no source knows", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(setEnabled("klock", true))).code, "unknown_plugin")
      })
    )
  )
})
