/** What undoing brings back, and what it leaves alone. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { history } from "../../../src/reconcile/look/history.ts"
import { install } from "../../../src/operations/install/install.ts"
import { setEnabled } from "../../../src/operations/setEnabled.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { update } from "../../../src/operations/update/update.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { keptCopies, place, put, spec, text } from "../../support/operating.ts"
import { check, type Described, lines, readJson, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"

const CLOCK: Described = {
  config: { timezone: "UTC", clock: { enabled: true, city: "Tampa", api_key: "s3cret" } },
  state: { clock: record("clock", true, { version: "1.0.0" }) },
  plugins: { clock: { version: "1.0.0" } },
  offers: {
    clock: { manifestId: "clock", version: "1.1.0" },
    weather: { manifestId: "ledmatrix-weather", version: "2.1.0" }
  }
}

const forgetCopies = Effect.flatMap(keptCopies, (paths) =>
  Effect.forEach(paths, (path) => MemoryFiles.use((files) => files.remove(path)))
)

const refusal = <E extends { readonly message: string }, R>(effect: Effect.Effect<unknown, E, R>) =>
  Effect.map(Effect.result(effect), (result) =>
    Result.isSuccess(result)
      ? "done"
      : `${"code" in result.failure ? String(result.failure.code) : ""}: ${result.failure.message}`
  )

const clockFiles = ["config/config.json", "data/plugin_state.json", "plugin-repos/clock/manifest.json"]

/** Files as they are, without what every write of the saved state touches. */
const files = Effect.map(Effect.forEach(clockFiles, text), (texts) =>
  texts.map((content) => content?.replaceAll(/"(?:last_updated|config_version)": [^,\n]*/gu, ""))
)

describe("undo", () => {
  it.effect.each<readonly [string, Effect.Effect<unknown, unknown, Effect.Services<typeof operations>>]>([
    ["disable", setEnabled("clock", false)],
    ["update", update("clock")],
    ["uninstall", uninstall("clock", { preserveConfig: false })],
    ["uninstall that kept the settings", uninstall("clock", { preserveConfig: true })]
  ])("of a %s leaves everything as it was", ([, operation]) =>
    spec(
      { ...CLOCK, config: { timezone: "UTC", clock: { enabled: true, city: "Tampa" } } },
      Effect.gen(function* () {
        const before = yield* files
        yield* operation
        assert.notDeepEqual(yield* files, before)
        yield* undo(undefined)
        assert.deepStrictEqual(yield* files, before)
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("of an install sets the plugin aside, and takes its entry and record away", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const before = yield* text(CONFIG)
        yield* install("weather")
        const undone = yield* undo(undefined)
        assert.isUndefined(yield* text("plugin-repos/ledmatrix-weather/manifest.json"))
        assert.strictEqual(yield* text(CONFIG), before)
        assert.deepStrictEqual(lines(yield* check), [])
        assert.lengthOf(yield* keptCopies, 1)
        assert.include(undone.restored.join(), "plugin-repos/ledmatrix-weather set aside as")
      })
    )
  )

  it.effect("leaves a value alone that was changed since, and names it", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        yield* put(CONFIG, `{"timezone": "UTC", "clock": {"enabled": "never"}}`)
        const undone = yield* undo(undefined)
        assert.deepStrictEqual(undone.left_alone, ["config/config.json: clock › enabled has changed since"])
        assert.deepNestedInclude(yield* readJson(CONFIG), { "clock.enabled": "never" })
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), { "states.clock.enabled": true })
      })
    )
  )

  it.effect("keeps what others have changed in the same file", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        yield* put(CONFIG, `{"timezone": "Asia/Tokyo", "news": {"enabled": true}}`)
        yield* undo(undefined)
        assert.deepNestedInclude(yield* readJson(CONFIG), {
          timezone: "Asia/Tokyo",
          "news.enabled": true,
          "clock.city": "Tampa"
        })
      })
    )
  )

  it.effect("leaves an installed plugin whose files were changed since, with entry and record", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* install("weather")
        yield* TestClock.adjust("1 minute")
        yield* put("plugin-repos/ledmatrix-weather/mine.py", "mine")
        const why = yield* refusal(undo(undefined))
        assert.include(why, "nothing_to_undo")
        assert.include(why, "plugin-repos/ledmatrix-weather has changed since")
        assert.property(yield* readJson(CONFIG), "ledmatrix-weather")
        assert.deepStrictEqual(lines(yield* check), [])
        assert.deepStrictEqual(
          (yield* history()).runs.map(({ command, undone_by }) => [command, undone_by]),
          [["install", null]]
        )
      })
    )
  )

  it.effect("of an install whose directory is gone already reverses the rest", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* install("weather")
        yield* MemoryFiles.use((memory) => memory.remove(place("plugin-repos/ledmatrix-weather")))
        yield* undo(undefined)
        assert.notProperty(yield* readJson(CONFIG), "ledmatrix-weather")
      })
    )
  )

  it.effect("of an update whose copy is gone changes nothing, and says what brings it", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* update("clock")
        yield* forgetCopies
        const why = yield* refusal(undo(undefined))
        assert.include(why, "nothing_to_undo")
        assert.include(why, "installing it anew brings")
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), {
          "states.clock.version": "1.1.0"
        })
      })
    )
  )

  it.effect("of an uninstall whose copy is gone restores the settings, and the next run reinstalls it", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        yield* forgetCopies
        const undone = yield* undo(undefined)
        assert.deepNestedInclude(yield* readJson(CONFIG), { "clock.city": "Tampa" })
        assert.include(undone.left_alone.join(), "installing it anew brings")
        assert.deepStrictEqual(lines(yield* reconcile())[0], "clock not_installed fixed")
      })
    )
  )

  it.effect("says which settings it could not bring back, because they may be secret", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        const undone = yield* undo(undefined)
        assert.deepStrictEqual(undone.notes, ["clock: left out, because it may be secret: api_key"])
        assert.deepStrictEqual(yield* readJson(CONFIG), {
          timezone: "UTC",
          clock: { enabled: true, city: "Tampa" }
        })
      })
    )
  )

  it.effect("names a longer text that holds a secret, one that its uninstall removed too", () =>
    spec(
      {
        ...CLOCK,
        config: {
          clock: { city: "Tampa", note: "it is 0-secret-0.", feeds: ["https://f.example/?appid=1"] }
        },
        files: { "config/config_secrets.json": `{"clock": {"any": {"name": ["0-secret-0"]}}}` }
      },
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        const { notes } = yield* undo(undefined)
        assert.include(notes, "clock: left out, because it may be secret: note, feeds")
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: { city: "Tampa", feeds: [] } })
      })
    )
  )

  it.effect("takes the runs one after the other, the last one first", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        yield* TestClock.adjust("1 second")
        yield* install("weather")
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* undo(undefined)).command, "install")
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* undo(undefined)).command, "disable")
        assert.include(yield* refusal(undo(undefined)), "nothing_to_undo")
      })
    )
  )

  it.effect("of an undoing does it again, and that can be undone like the first time", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false)
        const [first] = (yield* history()).runs
        const enabled = Effect.map(readJson(CONFIG), (config) =>
          JSON.stringify(config).includes(`"enabled":true`)
        )
        yield* TestClock.adjust("1 second")
        const back = yield* undo(first?.run_id)
        assert.include(yield* refusal(undo(first?.run_id)), "cannot_be_undone")
        assert.isTrue(yield* enabled)
        yield* TestClock.adjust("1 second")
        yield* undo(back.run_id)
        assert.isFalse(yield* enabled)
        yield* TestClock.adjust("1 second")
        yield* undo(first?.run_id)
        assert.isTrue(yield* enabled)
      })
    )
  )

  it.effect("of an undone uninstall removes the plugin again, record and all", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        const gone = yield* files
        yield* TestClock.adjust("1 second")
        const back = yield* undo(undefined)
        yield* TestClock.adjust("1 second")
        yield* undo(back.run_id)
        assert.deepStrictEqual(yield* files, gone)
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("refuses an unknown run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.include(yield* refusal(undo("20260101T000000000-abcdef")), "unknown_run")
        assert.include(yield* refusal(undo("../../etc/passwd")), "unknown_run")
      })
    )
  )
})

const operations = Effect.all([update(""), uninstall("", { preserveConfig: false }), setEnabled("", true)])
