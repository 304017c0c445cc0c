/** What `uninstall` says of what it did, what of a plugin is enough to uninstall it, and which directories it means. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OperationResult } from "../../../src/domain/Operation.ts"
import { uninstall } from "../../../src/operations/uninstall.ts"
import { at, refused, spec, text } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const SECRETS = "config/config_secrets.json"
const CLOCK_DIRECTORY = "plugin-repos/clock"

const remove = (id: string, preserveConfig = false) => uninstall(id, { preserveConfig })

/** Without what differs from run to run: its id, and the name under which the directory is kept. */
const told = (id: string, preserveConfig = false) =>
  Effect.map(remove(id, preserveConfig), ({ run_id = "", ...result }) => ({
    ...result,
    changed_files: result.changed_files.filter((path) => !path.includes(run_id))
  }))

const CLOCK: Described = {
  config: { clock: { enabled: true, city: "Tampa" } },
  state: { clock: record("clock", true) },
  plugins: { clock: { version: "1.0.0" } },
  files: { [SECRETS]: `{"clock": {"api_key": "s3cret-value"}}` }
}

const UNINSTALLED = {
  command: "uninstall",
  plugin_id: "clock",
  status: "uninstalled",
  message: "clock is uninstalled",
  notes: [],
  changed_files: [MARKS, CLOCK_DIRECTORY, STATE]
} satisfies OperationResult

describe("the result", () => {
  it.effect("names all that was changed, and that secrets are gone for good", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* told("clock"), {
          ...UNINSTALLED,
          notes: ["its section of config_secrets.json was removed; undo cannot bring secrets back"],
          changed_files: [MARKS, CONFIG, SECRETS, CLOCK_DIRECTORY, STATE]
        })
      })
    )
  )

  it.effect("says nothing of secrets where the plugin has none", () =>
    spec(
      { ...CLOCK, files: {} },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* told("clock"), {
          ...UNINSTALLED,
          changed_files: [MARKS, CONFIG, CLOCK_DIRECTORY, STATE]
        })
      })
    )
  )

  it.effect.each<[string, unknown, object]>([
    ["is on: the display runs it until it restarts", { enabled: true }, { restart_required: true }],
    ["says nothing, which reads on", { city: "Tampa" }, { restart_required: true }],
    ["is off", { enabled: false }, {}],
    ["says no boolean", { enabled: "yes" }, {}]
  ])("says that settings were kept whose entry %s", ([_title, clock, more]) =>
    spec(
      { ...CLOCK, config: { clock } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* told("clock", true), {
          ...UNINSTALLED,
          message: "clock is uninstalled; its settings were kept",
          ...more
        })
      })
    )
  )

  it.effect("says nothing of settings that were to be kept where there are none", () =>
    spec(
      { ...CLOCK, config: {} },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* told("clock", true), UNINSTALLED)
      })
    )
  )
})

describe("a plugin is known", () => {
  it.effect("by its record alone, which goes", () =>
    spec(
      { config: {}, state: { clock: record("clock", true), news: record("news", true) } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* told("clock"), { ...UNINSTALLED, changed_files: [MARKS, STATE] })
        assert.deepStrictEqual(Object.keys((yield* at(STATE, "states")) ?? {}), ["news"])
      })
    )
  )

  it.effect("by its entry alone", () =>
    spec(
      { config: { clock: { enabled: true }, news: {} } },
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* told("clock"), { ...UNINSTALLED, changed_files: [MARKS, CONFIG] })
        assert.deepStrictEqual(yield* readJson(CONFIG), { news: {} })
      })
    )
  )
})

const BROKEN_NEWS = { "plugin-repos/news/manifest.json": "{" }

describe("directories with a manifest that cannot be read", () => {
  it.live("stay, where another one is uninstalled by its name", () =>
    spec(
      { config: {}, files: { ...BROKEN_NEWS, "plugin-repos/clock/manifest.json": "{" } },
      Effect.gen(function* () {
        const { changed_files } = yield* told("clock")
        assert.deepStrictEqual(changed_files, [MARKS, CLOCK_DIRECTORY])
        assert.strictEqual(yield* text("plugin-repos/news/manifest.json"), "{")
      })
    )
  )

  it.live("keep no other plugin from being uninstalled", () =>
    spec(
      { config: {}, plugins: { clock: {} }, files: BROKEN_NEWS },
      Effect.gen(function* () {
        assert.strictEqual((yield* remove("clock")).status, "uninstalled")
      })
    )
  )
})

describe("an id of two directories", () => {
  it.effect("is refused with their names, where it is chance which of them runs", () =>
    spec(
      { plugins: { a: { id: "clock" }, b: { id: "clock" } } },
      Effect.gen(function* () {
        const { code, message } = yield* refused(remove("clock"))
        assert.deepStrictEqual(
          [code, message],
          ["duplicate_id", "2 directories hold clock: plugin-repos/a, plugin-repos/b"]
        )
      })
    )
  )
})
