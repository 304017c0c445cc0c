/** What `uninstall` removes and refuses, and what comes back as it was. */
import { advice } from "../../../src/domain/advice/Advice.ts"
import { NextStep } from "../../../src/domain/advice/NextStep.ts"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { history } from "../../../src/reconcile/look/history.ts"
import { undo } from "../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { at, refused, spec, text } from "../../support/operating.ts"
import { check, type Described, lines, readJson, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const SECRETS = "config/config_secrets.json"

const remove = (id: string, preserveConfig = false) => uninstall(id, { preserveConfig })

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

  it.effect("removes the directory that LEDMatrix runs, and names another one that holds the id", () =>
    spec(
      { config: {}, ledmatrixVersion: "3.5.0", plugins: { clock: {}, "old-clock": { id: "clock" } } },
      Effect.gen(function* () {
        const { message, notes } = yield* remove("clock")
        assert.strictEqual(message, "clock is uninstalled; plugin-repos/old-clock holds clock too, and stays")
        assert.deepStrictEqual(notes, [
          advice`LEDMatrix takes what stays for the plugin: ${NextStep.Uninstall({ plugin: "clock" })} again removes it`
        ])
        assert.isDefined(yield* text("plugin-repos/old-clock/manifest.json"))
        const again = yield* remove("clock")
        assert.deepStrictEqual([again.message, again.notes], ["clock is uninstalled", []])
        assert.isUndefined(yield* text("plugin-repos/old-clock/manifest.json"))
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
            assert.strictEqual((yield* refused(remove(id))).code, expected)
            assert.strictEqual(yield* text(CONFIG), before)
          })
        )
      )
  )

  it.effect("leaves LEDMatrix's own secrets alone where a plugin has the name of a system key", () =>
    spec(
      {
        config: { github: { api: "x" } },
        plugins: { github: {} },
        files: { [SECRETS]: `{"github": {"api_token": "t"}}` }
      },
      Effect.gen(function* () {
        yield* refused(remove("github"))
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
        assert.strictEqual((yield* refused(remove("clock"))).code, "EIO")
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
        assert.strictEqual((yield* refused(remove("clock"))).code, "EPERM")
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
        yield* undo(undefined)
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
        yield* undo(run?.run_id)
        assert.deepStrictEqual(Object.keys((yield* readJson(CONFIG)) as object), ["timezone", "clock"])
        assert.strictEqual(yield* at(CONFIG, "clock", "city"), "Zürich")
      })
    )
  )
})
