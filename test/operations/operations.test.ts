/** What each operation leaves behind, on an installation in memory. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Result } from "effect"
import { history } from "../../src/reconcile/look/history.ts"
import { install } from "../../src/operations/install.ts"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { undo } from "../../src/operations/undo.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { update, updateAll } from "../../src/operations/update.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { at, spec, text } from "../support/operating.ts"
import { check, type Described, lines, readJson, reconcile } from "../support/reconciling.ts"
import { policyOf, record } from "../support/snapshots.ts"

const policy = policyOf()
const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const SECRETS = "config/config_secrets.json"

type Failure =
  | { readonly _tag: "OperationRefused" | "FileFault"; readonly code: string }
  | { readonly _tag: "LockTimeout" }
  | {
      readonly _tag: "ConfigError" | "StateError" | "LedgerError" | "StoreError" | "SwitchError"
      readonly reason: { readonly code: string }
    }

const code = (result: Result.Result<unknown, Failure>): string => {
  if (Result.isSuccess(result)) return "done"
  const { failure } = result
  if (failure._tag === "LockTimeout") return "locked"
  return "reason" in failure ? failure.reason.code : failure.code
}

const WEATHER = { weather: { manifestId: "ledmatrix-weather", version: "2.1.0" } }
const remove = (id: string, preserveConfig = false) => uninstall(id, { preserveConfig }, policy)

describe("install", () => {
  it.effect("leaves entry, directory and record agreeing", () =>
    spec(
      { config: {}, offers: WEATHER },
      Effect.gen(function* () {
        const result = yield* install("weather", policy)
        assert.strictEqual(result.plugin_id, "ledmatrix-weather")
        assert.deepStrictEqual(lines(yield* check), [])
        assert.deepStrictEqual(yield* readJson(CONFIG), { "ledmatrix-weather": { enabled: false } })
      })
    )
  )

  it.effect("writes the record as LEDMatrix does, with the manifest's version", () =>
    spec(
      { config: { "ledmatrix-weather": { enabled: true, city: "Tampa" } }, offers: WEATHER },
      Effect.gen(function* () {
        yield* install("ledmatrix-weather", policy)
        const now = yield* at(STATE, "states", "ledmatrix-weather", "last_updated")
        assert.deepStrictEqual(yield* at(STATE, "states", "ledmatrix-weather"), {
          plugin_id: "ledmatrix-weather",
          status: "installed",
          enabled: true,
          version: "2.1.0",
          installed_at: now ?? null,
          last_updated: now ?? null,
          config_version: 2,
          metadata: {}
        })
        assert.deepStrictEqual(Object.keys((yield* at(STATE, "states", "ledmatrix-weather")) as object), [
          "plugin_id",
          "status",
          "enabled",
          "version",
          "installed_at",
          "last_updated",
          "config_version",
          "metadata"
        ])
      })
    )
  )

  it.effect("keeps the settings of an existing entry", () => {
    const config = { "ledmatrix-weather": { enabled: true, city: "Tampa" } }
    return spec(
      { config, offers: WEATHER },
      Effect.gen(function* () {
        yield* install("weather", policy)
        assert.deepStrictEqual(yield* readJson(CONFIG), config)
      })
    )
  })

  it.effect("clears the marks of all names of the plugin", () =>
    spec(
      { config: {}, offers: WEATHER, files: { [MARKS]: `["ledmatrix-weather", "news", "weather"]` } },
      Effect.gen(function* () {
        yield* install("weather", policy)
        assert.deepStrictEqual(yield* readJson(MARKS), ["news"])
      })
    )
  )

  it.effect("never goes onto another plugin's directory", () =>
    spec(
      { config: {}, offers: WEATHER, plugins: { "ledmatrix-weather": { id: "other" } } },
      Effect.gen(function* () {
        const before = yield* text("plugin-repos/ledmatrix-weather/manifest.json")
        assert.strictEqual(code(yield* Effect.result(install("weather", policy))), "name_taken")
        assert.strictEqual(yield* text("plugin-repos/ledmatrix-weather/manifest.json"), before)
      })
    )
  )

  it.effect("refuses a download with another id, and leaves nothing", () =>
    spec(
      { config: {}, offers: { clock: { manifestId: "impostor", version: "1" } } },
      Effect.gen(function* () {
        assert.strictEqual(code(yield* Effect.result(install("clock", policy))), "wrong_id")
        assert.deepStrictEqual(yield* readJson(CONFIG), {})
        assert.isUndefined(yield* text(STATE))
      })
    )
  )

  it.effect("of what is there already brings the other sources into line", () =>
    spec(
      { config: {}, plugins: { clock: { version: "1.0.0" } }, files: { [MARKS]: `["clock"]` } },
      Effect.gen(function* () {
        assert.strictEqual((yield* install("clock", policy)).status, "already_installed")
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.each([
    ["marks that are no list", { [MARKS]: "{}" }],
    ["a broken state", { [STATE]: "{" }],
    ["a broken config", { [CONFIG]: "{" }]
  ])("refuses beside %s, and changes nothing", (_title, files) =>
    Effect.runPromise(
      spec(
        { config: {}, offers: WEATHER, files },
        Effect.gen(function* () {
          assert.strictEqual(code(yield* Effect.result(install("weather", policy))), "source_unreadable")
          assert.isUndefined(yield* text("plugin-repos/ledmatrix-weather/manifest.json"))
        })
      )
    )
  )
})

const CLOCK: Described = {
  config: { timezone: "x", clock: { enabled: true, city: "Tampa" }, news: { enabled: true } },
  state: { clock: record("clock", true), news: record("news", true) },
  plugins: { clock: { version: "1.0.0" }, news: { version: "1.0.0" } },
  files: { [SECRETS]: `{"clock": {"api_key": "s3cret-value"}, "github": {"api_token": "t0ken-value"}}` }
}

describe("uninstall", () => {
  it.effect("removes directory, entry, secrets section and record, and marks the id", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* remove("clock")
        assert.deepStrictEqual(yield* readJson(CONFIG), { timezone: "x", news: { enabled: true } })
        assert.deepStrictEqual(yield* readJson(SECRETS), { github: { api_token: "t0ken-value" } })
        assert.deepStrictEqual(yield* readJson(MARKS), ["clock"])
        assert.isUndefined(yield* text("plugin-repos/clock/manifest.json"))
        assert.isUndefined(yield* at(STATE, "states", "clock"))
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.effect("keeps entry and secrets where that is asked for, and check only notes it", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* remove("clock", true)
        assert.deepStrictEqual(yield* at(CONFIG, "clock"), { enabled: true, city: "Tampa" })
        assert.property(yield* readJson(SECRETS), "clock")
        assert.deepStrictEqual(lines(yield* check), ["clock settings_kept informational"])
      })
    )
  )

  it.effect("stays uninstalled through a reconcile, though the store has it (LEDMatrix #368)", () =>
    spec(
      { ...CLOCK, offers: { clock: { manifestId: "clock", version: "2" } } },
      Effect.gen(function* () {
        yield* remove("clock")
        yield* reconcile({ force: true })
        assert.isUndefined(yield* text("plugin-repos/clock/manifest.json"))
        assert.notProperty(yield* readJson(CONFIG), "clock")
      })
    )
  )

  it.effect("removes the directory that holds the id, under any name", () =>
    spec(
      { config: {}, plugins: { "ledmatrix-of-the-day": { id: "of-the-day" } } },
      Effect.gen(function* () {
        yield* remove("of-the-day")
        assert.isUndefined(yield* text("plugin-repos/ledmatrix-of-the-day/manifest.json"))
      })
    )
  )

  it.live("removes a directory with a broken manifest by its name", () =>
    spec(
      { config: { clock: { enabled: true } }, files: { "plugin-repos/clock/manifest.json": "{" } },
      Effect.gen(function* () {
        yield* remove("clock")
        assert.isUndefined(yield* text("plugin-repos/clock/manifest.json"))
        assert.deepStrictEqual(lines(yield* check), [])
      })
    )
  )

  it.each([
    ["an unknown id", {}, "nosuch", "unknown_plugin"],
    [
      "an id whose mark would name another plugin's directory",
      { plugins: { a: { id: "clock" }, clock: { id: "other" } } },
      "clock",
      "other_plugins_directory"
    ],
    ["an id of two directories", { plugins: { a: { id: "c" }, b: { id: "c" } } }, "c", "duplicate_id"],
    [
      "an id that is the name of something else than a plugin",
      { config: { clock: {} }, files: { "plugin-repos/clock/mine.txt": "mine" } },
      "clock",
      "other_plugins_directory"
    ],
    [
      "an id whose name a directory with a broken manifest has too",
      { plugins: { a: { id: "clock" } }, files: { "plugin-repos/clock/manifest.json": "{" } },
      "clock",
      "broken_directory"
    ],
    [
      "a key that is no plugin id",
      { config: { "my weather": { enabled: true } } },
      "my weather",
      "invalid_id"
    ],
    [
      "a plugin whose secrets cannot be read",
      { config: { clock: {} }, plugins: { clock: {} }, files: { [SECRETS]: "{" } },
      "clock",
      "not_parseable"
    ],
    [
      "beside marks that cannot be read",
      { plugins: { clock: {} }, files: { [MARKS]: `"x"` } },
      "clock",
      "source_unreadable"
    ]
  ] satisfies ReadonlyArray<readonly [string, Described, string, string]>)(
    "refuses %s, and changes nothing",
    (_title, described, id, expected) =>
      Effect.runPromise(
        spec(
          described,
          Effect.gen(function* () {
            const before = yield* text(CONFIG)
            assert.strictEqual(code(yield* Effect.result(remove(id))), expected)
            assert.strictEqual(yield* text(CONFIG), before)
          })
        )
      )
  )

  it.effect("leaves LEDMatrix's own settings alone where a plugin has the name of a system key", () =>
    spec(
      {
        config: { github: { api: "x" } },
        plugins: { github: {} },
        files: { [SECRETS]: `{"github": {"api_token": "t"}}` }
      },
      Effect.gen(function* () {
        yield* remove("github")
        assert.deepStrictEqual(yield* readJson(CONFIG), { github: { api: "x" } })
        assert.deepStrictEqual(yield* readJson(SECRETS), { github: { api_token: "t" } })
      })
    )
  )

  it.effect("puts everything back where a later step fails, but not what others changed meanwhile", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        const elsewhere = { timezone: "y", news: { enabled: false } }
        yield* files.before(
          Effect.fnUntraced(function* ({ name, path }) {
            if (name !== "rename" || !path.endsWith("plugin_state.json")) return undefined
            yield* files.put(`${MEMORY_ROOT}/${CONFIG}`, JSON.stringify(elsewhere))
            return "EIO"
          })
        )
        assert.strictEqual(code(yield* Effect.result(remove("clock"))), "EIO")
        yield* files.reset
        assert.deepStrictEqual(yield* readJson(CONFIG), {
          ...elsewhere,
          clock: { enabled: true, city: "Tampa" }
        })
        assert.deepStrictEqual(yield* at(SECRETS, "clock"), { api_key: "s3cret-value" })
        assert.deepStrictEqual(yield* readJson(MARKS), [])
        assert.isDefined(yield* text("plugin-repos/clock/manifest.json"))
      })
    )
  )
})

/** As an owner may have written it: numbers that a parser would spell anew, escapes, an odd indentation. */
const HAND_WRITTEN = `{
  "timezone": "UTC",
  "clock": { "enabled" : true, "lat": 27.0, "channel": 123456789012345678901, "city": "Z\\u00fcrich",
      "hockey_team": "TB" },
  "news": {"enabled": true}
}
`

describe("what comes back", () => {
  const described: Described = { ...CLOCK, config: HAND_WRITTEN }

  it.effect("is what was there, byte for byte, where uninstalling failed", () =>
    spec(
      described,
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        const secrets = yield* text(SECRETS)
        yield* files.failWhen(({ name, path }) => name === "rename" && path.includes("-kept."), "EPERM")
        assert.strictEqual(code(yield* Effect.result(remove("clock"))), "EPERM")
        yield* files.reset
        assert.strictEqual(yield* text(CONFIG), HAND_WRITTEN)
        assert.strictEqual(yield* text(SECRETS), secrets)
      })
    )
  )

  it.effect("is what was there, byte for byte, where uninstalling was undone", () =>
    spec(
      described,
      Effect.gen(function* () {
        yield* remove("clock")
        assert.notInclude((yield* text(CONFIG)) ?? "", "clock")
        yield* undo(undefined, policy)
        assert.strictEqual(yield* text(CONFIG), HAND_WRITTEN)
      })
    )
  )

  it.effect("goes to the end where its neighbour has gone too", () =>
    spec(
      described,
      Effect.gen(function* () {
        yield* remove("clock")
        const [run] = (yield* history()).runs
        yield* remove("news")
        yield* undo(run?.run_id, policy)
        assert.deepStrictEqual(Object.keys((yield* readJson(CONFIG)) as object), ["timezone", "clock"])
        assert.strictEqual(yield* at(CONFIG, "clock", "city"), "Zürich")
      })
    )
  )
})

describe("enable and disable", () => {
  it.effect("set entry and record together", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false, policy)
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
        yield* setEnabled("clock", false, policy)
        assert.strictEqual(yield* at(STATE, "states", "clock", "status"), "disabled")
      })
    )
  )

  it.effect("write nothing where nothing changes", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* setEnabled("clock", false, policy)
        const files = yield* MemoryFiles
        const before = yield* files.text(`${MEMORY_ROOT}/${STATE}`)
        assert.strictEqual((yield* setEnabled("clock", false, policy)).status, "unchanged")
        assert.strictEqual(yield* files.text(`${MEMORY_ROOT}/${STATE}`), before)
      })
    )
  )

  it.effect("make the record that a plugin on disk lacks", () =>
    spec(
      { config: { clock: { enabled: false } }, plugins: { clock: { version: "1.0.0" } } },
      Effect.gen(function* () {
        yield* setEnabled("clock", true, policy)
        assert.deepStrictEqual(lines(yield* check), [])
        assert.strictEqual(yield* at(STATE, "states", "clock", "status"), "enabled")
      })
    )
  )

  it.effect("refuse an id that no source knows", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.strictEqual(code(yield* Effect.result(setEnabled("klock", true, policy))), "unknown_plugin")
      })
    )
  )

  it.effect("refuse a key that holds no settings", () =>
    spec(
      { config: { clock: true }, plugins: { clock: {} } },
      Effect.gen(function* () {
        const result = yield* Effect.result(setEnabled("clock", true, policy))
        assert.strictEqual(code(result), "entry_not_writable")
      })
    )
  )
})

const NEWER = { clock: { manifestId: "clock", version: "v1.1.0" } }

describe("update", () => {
  it.effect("puts the newer version in place, and the record follows", () =>
    spec(
      { ...CLOCK, state: { clock: record("clock", true, { version: "1.0.0" }) }, offers: NEWER },
      Effect.gen(function* () {
        const result = yield* update("clock", policy)
        assert.deepStrictEqual([result.status, result.previous_version], ["updated", "1.0.0"])
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), "v1.1.0")
        assert.notInclude(lines(yield* check).join(), "clock")
      })
    )
  )

  it.effect("does nothing for versions that differ in spelling alone (LEDMatrix 3.2.0)", () =>
    spec(
      { ...CLOCK, plugins: { clock: { version: "1.1.0" } }, offers: NEWER },
      Effect.gen(function* () {
        assert.strictEqual((yield* update("clock", policy)).status, "up_to_date")
      })
    )
  )

  it.effect("leaves a plugin that asks not to be updated, and that is no failure (LEDMatrix #354)", () =>
    spec(
      { ...CLOCK, plugins: { clock: { version: "1.0.0", local_only: true } }, offers: NEWER },
      Effect.gen(function* () {
        assert.strictEqual((yield* update("clock", policy)).status, "skipped")
      })
    )
  )

  it.effect("leaves a plugin that comes with LEDMatrix", () =>
    spec(
      {
        ...CLOCK,
        files: { "plugin-repos/clock/.plugin_metadata.json": `{"install_type": "bundled"}` },
        offers: NEWER
      },
      Effect.gen(function* () {
        assert.strictEqual((yield* update("clock", policy)).status, "skipped")
      })
    )
  )

  it.effect("refuses a checkout with changes of its owner's own, and names them", () =>
    spec(
      {
        ...CLOCK,
        files: { "plugin-repos/clock/.git/HEAD": "ref: refs/heads/main\n" },
        localChanges: { clock: ["mine.py"] },
        offers: NEWER
      },
      Effect.gen(function* () {
        const result = yield* Effect.result(update("clock", policy))
        assert.strictEqual(code(result), "local_changes")
        assert.include(Result.isFailure(result) ? result.failure.message : "", "mine.py")
      })
    )
  )

  it.effect("that fails leaves the old version (LEDMatrix #405)", () =>
    spec(
      { ...CLOCK, offers: NEWER },
      Effect.gen(function* () {
        const files = yield* MemoryFiles
        const before = yield* text("plugin-repos/clock/manifest.json")
        yield* files.failWhen(
          ({ name, path }) => name === "rename" && path.endsWith("plugin-repos/clock"),
          "EIO"
        )
        assert.strictEqual(code(yield* Effect.result(update("clock", policy))), "EIO")
        yield* files.reset
        yield* reconcile()
        assert.strictEqual(yield* text("plugin-repos/clock/manifest.json"), before)
      })
    )
  )

  it.effect("of all goes on past one that fails", () =>
    spec(
      {
        ...CLOCK,
        offers: { clock: { manifestId: "wrong", version: "2" }, news: { manifestId: "news", version: "2" } }
      },
      Effect.gen(function* () {
        const results = yield* updateAll(policy)
        assert.deepStrictEqual(
          results.map(({ plugin, result }) => [plugin.id, Result.isSuccess(result)]),
          [
            ["clock", false],
            ["news", true]
          ]
        )
      })
    )
  )
})
