/** Which plugin the name of an install is for, and that the name is still free once it is downloaded. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { put, refused, spec, whenStaged, withRegistry } from "../../support/operating.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { type Described, readJson } from "../../support/reconciling.ts"

const run = install("clock")
const MARKS = "config/uninstalled_plugins.json"
const FILE = "plugin-repos/clock"
const CLOCK: Described = { offers: { clock: { manifestId: "clock", version: "1.1.0" } } }

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
        assert.strictEqual((yield* refused(install("nosuch"))).code, "not_in_registry")
      })
    )
  )

  it.effect("whose registry path ends in a plugin on disk has its marks cleared", () =>
    spec(
      { plugins: { sky: { version: "1.0.0" } }, files: { [MARKS]: `["news", "sky", "weather"]` } },
      Effect.gen(function* () {
        const { plugin_id, status } = yield* install("weather")
        assert.deepStrictEqual([plugin_id, status], ["sky", "already_installed"])
        assert.deepStrictEqual(yield* readJson(MARKS), ["news"])
      }).pipe(withRegistry([{ id: "weather", plugin_path: "plugins/sky" }]))
    )
  )
})

describe("a name that is taken", () => {
  it.effect.each([
    ["by a file", { "plugin-repos/clock": "x" }, "clock", "clock"],
    ["by a directory that is no plugin", { "plugin-repos/clock/mine.txt": "x" }, "clock", "clock"],
    ["under the id that its path ends in", { "plugin-repos/clock/mine.txt": "x" }, "time", "plugins/clock"]
  ] as const)("is refused before anything is downloaded: %s", ([_title, files, name, plugin_path]) =>
    spec(
      { ...CLOCK, files },
      Effect.gen(function* () {
        const taken = install(name).pipe(withRegistry([{ id: name, plugin_path }]))
        const { code, path } = yield* refused(taken)
        assert.deepStrictEqual([code, path], ["name_taken", FILE])
        assert.deepStrictEqual(yield* MemoryStore.use(({ asked }) => asked), [])
      })
    )
  )

  it.effect("is none of a path outside of the plugins directory, which no plugin can have", () =>
    spec(
      { plugins: { clock: {} } },
      Effect.gen(function* () {
        const outside = install("..").pipe(withRegistry([{ id: ".." }]))
        assert.strictEqual((yield* refused(outside)).code, "not_in_registry")
      })
    )
  )
})
