/** A LEDMatrix that keeps no saved state: the file of it that an upgrade left behind is neither read nor written. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"
import { explain } from "../../../src/reconcile/look/explain.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, put, spec, text } from "../../support/operating.ts"
import { check, type Described, lines, readJson, reconcile, record } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"

/** As an upgrade leaves it: each record says something else than config and disk. */
const frozen: Described = {
  ledmatrixVersion: "3.8.0",
  config: { clock: { enabled: true, city: "Tampa" }, news: { enabled: false } },
  plugins: { clock: { version: "2.0.0" }, news: { version: "1.0.0" } },
  state: {
    clock: record("clock", false, { version: "1.0.0" }),
    news: { plugin_id: "news", status: "enabled" },
    gone: record("gone", true)
  },
  offers: {
    clock: { manifestId: "clock", version: "3.0.0" },
    weather: { manifestId: "ledmatrix-weather", version: "1.0.0" }
  }
}

/** What happens, while the saved state is watched. */
const untouched = <A, E, R>(program: Effect.Effect<A, E, R>) =>
  spec(
    frozen,
    Effect.gen(function* () {
      const files = yield* MemoryFiles
      const before = yield* text(STATE)
      yield* files.before(({ name, path }) =>
        path.includes("plugin_state") && name !== "lstat" ? Effect.die(`${name} ${path}`) : Effect.undefined
      )
      const result = yield* program
      assert.strictEqual(yield* text(STATE), before)
      return result
    })
  )

describe("without a saved state", () => {
  it.effect("what a frozen file says is no drift, and a run changes nothing of LEDMatrix's", () =>
    untouched(
      Effect.gen(function* () {
        assert.strictEqual((yield* check).result, "in_sync")
        const report = yield* reconcile()
        assert.deepStrictEqual([report.result, report.changed_files], ["in_sync", []])
        assert.deepStrictEqual(yield* readJson(CONFIG), frozen.config)
      })
    )
  )

  it.effect.each(["latest", "state", "config"] as const)("authority %s changes nothing", (authority) =>
    spec(
      { ...frozen, policy: { authority } },
      Effect.gen(function* () {
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect.each([
    ["enable", () => setEnabled("news", true)],
    ["disable", () => setEnabled("clock", false)],
    ["update", () => update("clock")],
    ["install", () => install("weather")],
    ["uninstall", () => uninstall("clock", { preserveConfig: false })]
  ] as const)("%s has no step for it, is in sync at once, and undone is as before", ([_name, operation]) =>
    untouched(
      Effect.gen(function* () {
        const done = yield* operation()
        assert.notInclude(done.changed_files, STATE)
        assert.strictEqual((yield* check).result, "in_sync")
        assert.deepStrictEqual((yield* undo(undefined)).left_alone, [])
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), { enabled: true, city: "Tampa" })
        assert.deepStrictEqual(yield* at(CONFIG, "news"), { enabled: false })
      })
    )
  )

  it.effect("enable and disable remember no agreement", () =>
    untouched(
      Effect.gen(function* () {
        yield* setEnabled("news", true)
        yield* reconcile()
        assert.isUndefined(yield* readJson("data/reconciler/agreements.json"))
      })
    )
  )

  it.effect("an entry that does not say is off: disable finds it so, and enable switches it on", () =>
    spec(
      { ...frozen, config: { clock: {}, news: {} } },
      Effect.gen(function* () {
        assert.strictEqual((yield* setEnabled("clock", false)).status, "unchanged")
        yield* setEnabled("news", true)
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: {}, news: { enabled: true } })
      })
    )
  )

  it.effect("explain says that there is none", () =>
    untouched(
      Effect.gen(function* () {
        const explanation = yield* Effect.flatMap(explain("clock"), Effect.fromOption)
        assert.deepStrictEqual(explanation.state, { known: false, retired: true })
      })
    )
  )
})

describe("an upgrade in the middle", () => {
  const { ledmatrixVersion: _version, ...withoutVersion } = frozen
  const older: Described = {
    config: { clock: { enabled: true } },
    plugins: { clock: { version: "1.0.0" } },
    state: { clock: record("clock", true, { version: "1.0.0" }) }
  }
  const become = (version: string) => put("src/__init__.py", `"""x"""\n__version__ = "${version}"\n`)

  it.live("changes what the next look sees, and a downgrade changes it back", () =>
    spec(
      older,
      Effect.gen(function* () {
        yield* become("3.7.0")
        yield* reconcile()
        yield* become("3.8.0")
        yield* put(CONFIG, `{"clock": {"enabled": false}}`)
        assert.deepStrictEqual(lines(yield* reconcile()), [])
        yield* become("3.7.0")
        // The frozen record is what was agreed on: config is what changed since.
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock config_differs fixed"])
        assert.deepStrictEqual(yield* at(CONFIG, "clock", "enabled"), false)
        assert.deepStrictEqual(yield* at(STATE, "states", "clock", "enabled"), false)
      })
    )
  )

  it.effect.each([
    `__version__ = '3.8.0'`,
    `__version__: str = "3.8.0"  # of October`,
    `__version__="3.8.0"\r\n`,
    `\ufeff__version__ = "3.8.0"\n`,
    `"""LEDMatrix."""\n\n__all__ = []\n__version__ = "3.8.0"\n`
  ])("is read from the source, however that is written: %j", (source) =>
    spec(
      { ...withoutVersion, files: { "src/__init__.py": source } },
      Effect.gen(function* () {
        assert.strictEqual((yield* check).result, "in_sync")
      })
    )
  )

  it.live("leaves the saved state alone when a run from before is undone, and names it", () =>
    spec(
      older,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        const then = yield* text(STATE)
        yield* become("3.8.0")
        const undone = yield* undo(undefined)
        assert.deepStrictEqual(undone.restored, ["config/config.json: clock › enabled restored"])
        assert.deepStrictEqual(undone.left_alone, [
          "data/plugin_state.json: states › clock › status: this LEDMatrix keeps no saved state",
          "data/plugin_state.json: states › clock › enabled: this LEDMatrix keeps no saved state"
        ])
        assert.strictEqual(yield* text(STATE), then)
      })
    )
  )

  it.live("is not believed while the file that says the version is being replaced", () =>
    spec(
      { ...withoutVersion, files: { "src/__init__.py": `__version__ = "3.8.0"\n` } },
      Effect.gen(function* () {
        yield* check
        yield* MemoryFiles.use((files) => files.remove(place("src/__init__.py")))
        const looking = yield* Effect.forkChild(check)
        yield* Effect.sleep("20 millis")
        yield* become("3.8.1")
        assert.strictEqual((yield* Fiber.join(looking)).result, "in_sync")
      })
    )
  )
})
