/** What `enable` and `disable` make of a plugin's record in the saved state. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { at, spec, text } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const enable = () => setEnabled("clock", true)
const disable = () => setEnabled("clock", false)

const CLOCK: Described = {
  config: { clock: { enabled: true, city: "Tampa" } },
  state: { clock: record("clock", true) },
  plugins: { clock: { version: "1.0.0" } }
}

describe("the record", () => {
  it.effect("that a plugin on disk lacks is made with the manifest's version, as of now", () =>
    spec(
      { ...CLOCK, state: {} },
      Effect.gen(function* () {
        yield* disable()
        const now = yield* at(STATE, "states", "clock", "last_updated")
        assert.isString(now)
        assert.deepStrictEqual(yield* at(STATE, "states", "clock"), {
          plugin_id: "clock",
          status: "disabled",
          enabled: false,
          version: "1.0.0",
          installed_at: now ?? null,
          last_updated: now ?? null,
          config_version: 2,
          metadata: {}
        })
      })
    )
  )

  it.effect("is not made for a plugin that is not on disk", () =>
    spec(
      { config: { clock: { enabled: true } } },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* disable()).changed_files, [CONFIG])
        assert.isUndefined(yield* text(STATE))
      })
    )
  )

  it.effect("follows where the entry says so already", () =>
    spec(
      { ...CLOCK, state: { clock: record("clock", false) } },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* enable()).changed_files, [STATE])
        assert.strictEqual(yield* at(STATE, "states", "clock", "status"), "enabled")
      })
    )
  )

  it.effect("that agrees is left as it is where the entry has to follow", () =>
    spec(
      { ...CLOCK, state: { clock: record("clock", false, { status: "error" }) } },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* disable()).changed_files, [CONFIG])
        assert.strictEqual(yield* at(STATE, "states", "clock", "status"), "error")
      })
    )
  )
})

const BROKEN = {
  plugin_id: "clock",
  status: "nonsense",
  enabled: true,
  version: "0.9.0",
  installed_at: "2026-01-01T00:00:00",
  last_updated: "2026-01-01T00:00:00",
  config_version: 4,
  stray: 1
}

describe("a record that LEDMatrix would drop", () => {
  it.effect("is rebuilt, with what is valid in it", () =>
    spec(
      { ...CLOCK, state: { clock: BROKEN } },
      Effect.gen(function* () {
        yield* disable()
        const now = yield* at(STATE, "states", "clock", "last_updated")
        assert.deepStrictEqual(yield* at(STATE, "states", "clock"), {
          plugin_id: "clock",
          status: "disabled",
          enabled: false,
          version: "0.9.0",
          installed_at: "2026-01-01T00:00:00",
          last_updated: now ?? null,
          config_version: 5,
          metadata: { stray: 1 }
        })
      })
    )
  )

  it.effect.each([
    ["the manifest's version", { clock: { version: "1.0.0" } }, "1.0.0"],
    ["no version where it is not on disk", {}, null]
  ] as const)("and says none gets %s", ([_title, plugins, version]) =>
    spec(
      { config: { clock: {} }, plugins, state: { clock: { plugin_id: "clock", enabled: false } } },
      Effect.gen(function* () {
        yield* enable()
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), version)
      })
    )
  )

  it.effect("is rebuilt although entry and record say the same", () =>
    spec(
      { ...CLOCK, state: { clock: BROKEN } },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* enable()).changed_files, [STATE])
        assert.strictEqual(yield* at(STATE, "states", "clock", "status"), "enabled")
      })
    )
  )

  it.effect("is there again after undoing", () =>
    spec(
      { ...CLOCK, state: { clock: { plugin_id: "clock", enabled: "yes" } } },
      Effect.gen(function* () {
        yield* disable()
        yield* undo(undefined)
        const again = yield* at(STATE, "states", "clock")
        assert.deepInclude(again, { plugin_id: "clock", enabled: "yes" })
        assert.notProperty(again, "status")
      })
    )
  )
})
