/** `installed --outdated`: what the store has a newer version of. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { outdated } from "../../../src/reconcile/look/outdated.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../../src/testing/MemoryStore.ts"
import { place, put, refused, spec, withRegistry } from "../../support/operating.ts"
import type { Described } from "../../support/reconciling.ts"

const run = outdated()
const CLOCK: Described = { config: { clock: { enabled: true } }, plugins: { clock: { version: "1.0.0" } } }

describe("outdated plugins", () => {
  it.effect("are listed like all, with the registry's version", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        const { plugins, registry_stale, source_errors } = yield* run
        assert.deepStrictEqual([registry_stale, source_errors.length], [false, 0])
        assert.lengthOf(plugins, 1)
        assert.deepInclude(plugins[0], {
          id: "clock",
          version: "1.0.0",
          latest_version: "1.1.0",
          in_config: true
        })
      }).pipe(withRegistry([{ id: "clock", latest_version: "1.1.0" }]))
    )
  )

  it.effect.each([
    ["the registry has the same", [{ id: "clock", latest_version: "1.0.0" }]],
    ["the registry has an older one", [{ id: "clock", latest_version: "0.9.0" }]],
    ["the registry names no version", [{ id: "clock", latest_version: null }]],
    ["the registry has others only", [{ id: "news", latest_version: "2.0.0" }]]
  ] as const)("are none where %s", ([_title, entries]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* run).plugins, [])
      }).pipe(withRegistry(entries))
    )
  )

  it.effect.each([
    ["comes with LEDMatrix", ".plugin_metadata.json", '{"install_type": "bundled"}'],
    ["asks not to be updated", "manifest.json", '{"id": "clock", "version": "1.0.0", "local_only": true}']
  ] as const)("are none of a plugin that %s", ([_title, file, content]) =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* put(`plugin-repos/clock/${file}`, content)
        assert.deepStrictEqual((yield* run).plugins, [])
      }).pipe(withRegistry([{ id: "clock", latest_version: "1.1.0" }]))
    )
  )

  it.effect("are none that this LEDMatrix is too old for", () =>
    spec(
      { ...CLOCK, ledmatrixVersion: "3.5.0" },
      Effect.gen(function* () {
        assert.deepStrictEqual((yield* run).plugins, [])
      }).pipe(withRegistry([{ id: "clock", latest_version: "1.1.0", ledmatrix_min_version: "3.6.0" }]))
    )
  )

  it.effect("are looked into alone, for whether they are to be updated", () =>
    spec(
      { plugins: { clock: { version: "1.0.0" }, news: { version: "1.0.0" } } },
      Effect.gen(function* () {
        yield* run
        const read = (yield* MemoryFiles.use((files) => files.operations))
          .map(({ path }) => path)
          .filter((path) => path.endsWith("/.plugin_metadata.json"))
        assert.deepStrictEqual([...new Set(read)], [place("plugin-repos/clock/.plugin_metadata.json")])
      }).pipe(withRegistry([{ id: "clock", latest_version: "1.1.0" }]))
    )
  )

  it.effect("are found by what the registry calls them", () =>
    spec(
      { plugins: { "ledmatrix-weather": { version: "1.0.0" } } },
      Effect.gen(function* () {
        assert.deepStrictEqual(
          (yield* run).plugins.map(({ id, latest_version }) => [id, latest_version]),
          [["ledmatrix-weather", "2.0.0"]]
        )
      }).pipe(withRegistry([{ id: "weather", latest_version: "2.0.0" }]))
    )
  )

  it.effect("by a registry's last good copy are said to be so", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        assert.isTrue((yield* run).registry_stale)
      }).pipe(withRegistry([], { stale: true }))
    )
  )

  it.effect("are listed with the source that could not be read", () =>
    spec(
      { ...CLOCK, state: {} },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "read" && path.endsWith("plugin_state.json"), "EACCES")
        )
        const { plugins, source_errors } = yield* run
        assert.lengthOf(plugins, 1)
        assert.deepStrictEqual(
          source_errors.map(({ source }) => source),
          ["state"]
        )
      }).pipe(withRegistry([{ id: "clock", latest_version: "1.1.0" }]))
    )
  )

  it.effect("are not told where the registry cannot be reached", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* MemoryStore.use((store) => store.setReachable(false))
        assert.strictEqual((yield* refused(run)).code, "registry_unreachable")
      })
    )
  )
})
