/** An install beside others, or cut short: what is journalled before it is made, and which name it is for. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { history } from "../../../src/reconcile/look/history.ts"
import { install } from "../../../src/operations/install.ts"
import { recover } from "../../../src/changes/recover.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { at, place, put, refused, spec, text, whenStaged, withRegistry } from "../../support/operating.ts"
import { type Described, readJson } from "../../support/reconciling.ts"
import { policyOf } from "../../support/snapshots.ts"

const policy = policyOf()
const run = install("clock", policy)
const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const FILE = "plugin-repos/clock"
const CLOCK: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }

/** From the first operation that `from` picks on nothing works any more, as after a power cut. */
const cutFrom = (from: (path: string) => boolean) =>
  Effect.gen(function* () {
    const files = yield* MemoryFiles
    let cut = false
    yield* files.before(({ name, path }) =>
      Effect.sync(() => {
        if (name === "rename" && from(path)) cut = true
        return cut ? "EIO" : undefined
      })
    )
    yield* Effect.exit(run)
    yield* files.reset
    yield* recover
  })

describe("an install that is cut", () => {
  it.effect("once the plugin is in place is completed by the next run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* cutFrom((path) => path === place(CONFIG))
        assert.isDefined(yield* text(`${FILE}/manifest.json`))
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: { enabled: false } })
        assert.strictEqual(yield* at(STATE, "states", "clock", "version"), "1.1.0")
        assert.deepStrictEqual(
          (yield* history()).runs.map(({ command, status }) => `${command} ${status}`),
          ["install done"]
        )
      })
    )
  )

  it.effect("before the plugin is in place is forgotten by the next run", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* cutFrom((path) => path === place(FILE))
        assert.deepStrictEqual(
          [yield* readJson(CONFIG), yield* text(STATE), (yield* history()).runs],
          [{}, undefined, []]
        )
      })
    )
  )
})

describe("a name that was taken while the plugin was downloaded", () => {
  it.effect("is refused before anything is intended, which a crash would make of another's directory", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(run)).code, "name_taken")
        const operations = yield* MemoryFiles.use((files) => files.operations)
        assert.deepStrictEqual(
          operations.filter(({ path }) => path.endsWith(".intended.json")),
          []
        )
      }).pipe(whenStaged(put(`${FILE}/manifest.json`, `{"id": "news"}`)))
    )
  )

  it.effect("by another plugin only is none", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.strictEqual((yield* run).status, "installed")
      }).pipe(whenStaged(put("plugin-repos/news/manifest.json", `{"id": "news"}`)))
    )
  )
})

describe("the name of an install", () => {
  it.effect("that neither registry nor disk know is refused", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(install("nosuch", policy))).code, "not_in_registry")
      })
    )
  )

  it.effect("whose registry path ends in a plugin on disk has its marks cleared", () =>
    spec(
      { plugins: { sky: { version: "1.0.0" } }, files: { [MARKS]: `["news", "sky", "weather"]` } },
      Effect.gen(function* () {
        const { plugin_id, status } = yield* install("weather", policy)
        assert.deepStrictEqual([plugin_id, status], ["sky", "already_installed"])
        assert.deepStrictEqual(yield* readJson(MARKS), ["news"])
      }).pipe(withRegistry([{ id: "weather", plugin_path: "plugins/sky" }]))
    )
  )
})
