/** What undoing brings back, what it leaves alone, and what is not repaired again behind its owner's back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { history } from "../../src/reconcile/look/history.ts"
import { install } from "../../src/operations/install.ts"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { undo } from "../../src/operations/undo.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { update } from "../../src/operations/update.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { place, put, spec, text } from "../support/operating.ts"
import { check, type Described, lines, readJson, reconcile } from "../support/reconciling.ts"
import { policyOf, record } from "../support/snapshots.ts"

const policy = policyOf()
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

const copies = Effect.map(
  MemoryFiles.use((files) => files.snapshot),
  (all) => [...all.keys()].filter((path) => /-kept\.[^/]+$/u.test(path))
)

const forgetCopies = Effect.flatMap(copies, (paths) =>
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
    ["disable", setEnabled("clock", false, policy)],
    ["update", update("clock", policy)],
    ["uninstall", uninstall("clock", { preserveConfig: false }, policy)],
    ["uninstall that kept the settings", uninstall("clock", { preserveConfig: true }, policy)]
  ])("of a %s leaves everything as it was", ([, operation]) =>
    spec(
      { ...CLOCK, config: { timezone: "UTC", clock: { enabled: true, city: "Tampa" } } },
      Effect.gen(function* () {
        const before = yield* files
        yield* operation
        assert.notDeepEqual(yield* files, before)
        yield* undo(undefined, policy)
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
        yield* install("weather", policy)
        const undone = yield* undo(undefined, policy)
        assert.isUndefined(yield* text("plugin-repos/ledmatrix-weather/manifest.json"))
        assert.strictEqual(yield* text(CONFIG), before)
        assert.deepStrictEqual(lines(yield* check), [])
        assert.lengthOf(yield* copies, 1)
        assert.include(undone.restored.join(), "plugin-repos/ledmatrix-weather set aside as")
      })
    )
  )

  it.effect("leaves a value alone that was changed since, and names it", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false, policy)
        yield* put(CONFIG, `{"timezone": "UTC", "clock": {"enabled": "never"}}`)
        const undone = yield* undo(undefined, policy)
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
        yield* uninstall("clock", { preserveConfig: false }, policy)
        yield* put(CONFIG, `{"timezone": "Asia/Tokyo", "news": {"enabled": true}}`)
        yield* undo(undefined, policy)
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
        yield* install("weather", policy)
        yield* TestClock.adjust("1 minute")
        yield* put("plugin-repos/ledmatrix-weather/mine.py", "mine")
        const why = yield* refusal(undo(undefined, policy))
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
        yield* install("weather", policy)
        yield* MemoryFiles.use((memory) => memory.remove(place("plugin-repos/ledmatrix-weather")))
        yield* undo(undefined, policy)
        assert.notProperty(yield* readJson(CONFIG), "ledmatrix-weather")
      })
    )
  )

  it.effect("of an update whose copy is gone changes nothing, and names the command that installs", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* update("clock", policy)
        yield* forgetCopies
        const why = yield* refusal(undo(undefined, policy))
        assert.include(why, "nothing_to_undo")
        assert.include(why, "ledmatrix-reconciler install clock")
        assert.deepNestedInclude(yield* readJson("data/plugin_state.json"), {
          "states.clock.version": "1.1.0"
        })
      })
    )
  )

  it.effect("of an uninstall whose copy is gone restores the settings, and names the command", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false }, policy)
        yield* forgetCopies
        const undone = yield* undo(undefined, policy)
        assert.deepNestedInclude(yield* readJson(CONFIG), { "clock.city": "Tampa" })
        assert.include(undone.left_alone.join(), "ledmatrix-reconciler install clock")
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock undone manual"])
      })
    )
  )

  it.effect("says which settings it could not bring back, because they may be secret", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false }, policy)
        const undone = yield* undo(undefined, policy)
        assert.deepStrictEqual(undone.notes, ["clock: left out, because it may be secret: api_key"])
        assert.deepStrictEqual(yield* readJson(CONFIG), {
          timezone: "UTC",
          clock: { enabled: true, city: "Tampa" }
        })
      })
    )
  )

  it.effect("takes the runs one after the other, the last one first", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false, policy)
        yield* TestClock.adjust("1 second")
        yield* install("weather", policy)
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* undo(undefined, policy)).command, "install")
        yield* TestClock.adjust("1 second")
        assert.strictEqual((yield* undo(undefined, policy)).command, "disable")
        assert.include(yield* refusal(undo(undefined, policy)), "nothing_to_undo")
      })
    )
  )

  it.effect("of an undoing does it again, and that can be undone like the first time", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false, policy)
        const [first] = (yield* history()).runs
        const enabled = Effect.map(readJson(CONFIG), (config) =>
          JSON.stringify(config).includes(`"enabled":true`)
        )
        yield* TestClock.adjust("1 second")
        const back = yield* undo(first?.run_id, policy)
        assert.include(yield* refusal(undo(first?.run_id, policy)), "cannot_be_undone")
        assert.isTrue(yield* enabled)
        yield* TestClock.adjust("1 second")
        yield* undo(back.run_id, policy)
        assert.isFalse(yield* enabled)
        yield* TestClock.adjust("1 second")
        yield* undo(first?.run_id, policy)
        assert.isTrue(yield* enabled)
      })
    )
  )

  it.effect("of an undone uninstall removes the plugin again, record and all", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false }, policy)
        const gone = yield* files
        yield* TestClock.adjust("1 second")
        const back = yield* undo(undefined, policy)
        yield* TestClock.adjust("1 second")
        yield* undo(back.run_id, policy)
        assert.deepStrictEqual(yield* files, gone)
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("refuses an unknown run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.include(yield* refusal(undo("20260101T000000000-abcdef", policy)), "unknown_run")
        assert.include(yield* refusal(undo("../../etc/passwd", policy)), "unknown_run")
      })
    )
  )
})

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

const undoAll = undo(undefined, policyOf({ authority: "config" }))

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
        yield* undo(undefined, policyOf({ authority: "config", storeAvailable: false }))
        assert.include(lines(yield* reconcile()), "gone undone manual")
      })
    )
  )
})

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
        assert.lengthOf(yield* copies, 3)
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
        assert.lengthOf(yield* copies, 1)
      })
    )
  )
})

describe("history", () => {
  it.effect("tells no setting but `enabled` and `version`, and no secret", () =>
    spec(
      { ...CLOCK, files: { "config/config_secrets.json": `{"clock": {"pin": "s3cret-pin"}}` } },
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false }, policy)
        const told = JSON.stringify(yield* history())
        for (const secret of ["Tampa", "s3cret", "s3cret-pin"]) assert.notInclude(told, secret)
        assert.include(told, `"city":"‹set›"`)
      })
    )
  )

  it.effect("tells which run reversed another", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false, policy)
        yield* TestClock.adjust("1 second")
        const { run_id, undoes } = yield* undo(undefined, policy)
        const { runs } = yield* history()
        assert.deepStrictEqual(
          runs.map((run) => [run.run_id, run.undoes, run.undone_by]),
          [
            [run_id, undoes, null],
            [undoes, undefined, run_id]
          ]
        )
      })
    )
  )

  it.effect("tells of a run only what it did: nothing of a file that it could not write", () =>
    spec(
      DRIFTED,
      Effect.gen(function* () {
        yield* MemoryFiles.use((memory) =>
          memory.failWhen(({ name, path }) => name === "rename" && path.endsWith("config.json"), "EIO")
        )
        yield* reconcile()
        const [run] = (yield* history()).runs
        assert.notInclude(run?.changes.map(({ file }) => file).join() ?? "", CONFIG)
        assert.include(run?.changes.map(({ file }) => file).join() ?? "", "data/plugin_state.json")
      })
    )
  )

  it.effect("names a file in the journal that is none, and goes on", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false, policy)
        yield* put("data/reconciler/journal/20260101T000000000-000000.json", "{")
        const { runs, unreadable } = yield* history()
        assert.lengthOf(runs, 1)
        assert.deepStrictEqual(unreadable, ["20260101T000000000-000000.json"])
      })
    )
  )
})

const operations = Effect.all([
  update("", policy),
  uninstall("", { preserveConfig: false }, policy),
  setEnabled("", true, policy)
])
