/** `store`: what the registry offers, and what of it is installed. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option } from "effect"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { RegistryUnreachable } from "../../../src/domain/errors/RegistryReason.ts"
import type { RegistryEntry } from "../../../src/domain/store/Registry.ts"
import { PluginRegistry } from "../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { offered, offeredPlugins } from "../../../src/reconcile/look/offered.ts"
import { spec, withRegistry } from "../../support/operating.ts"
import { type Model, snapshotOf } from "../../support/snapshots.ts"

const ENTRIES = [
  { id: "weather", name: "Weather", latest_version: "2.0.0", description: "Rain and sun", tags: ["outdoor"] },
  { id: "clock", name: "Clock", latest_version: "1.1.0", description: "Time, big" },
  { id: "sun-clock", name: "Sun Clock", latest_version: "1.0.0" }
]

const idsOf = (words: ReadonlyArray<string>) =>
  Effect.map(offered(words), ({ plugins }) => plugins.map(({ id }) => id))

describe("what the store offers", () => {
  it.effect("is listed whole without words, by id", () =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* idsOf([]), ["clock", "sun-clock", "weather"])
      }).pipe(withRegistry(ENTRIES))
    )
  )

  it.effect.each([
    [["CLOCK"], ["clock", "sun-clock"]],
    [["sun"], ["sun-clock", "weather"]],
    [["sun", "clock"], ["sun-clock"]],
    [["outdoor"], ["weather"]],
    [["nothing"], []]
  ] as const)("is searched for every one of %j", ([words, ids]) =>
    spec(
      {},
      Effect.gen(function* () {
        assert.deepStrictEqual(yield* idsOf(words), [...ids])
      }).pipe(withRegistry(ENTRIES))
    )
  )

  it.effect("tells what is installed, under which id and in which version", () =>
    spec(
      { plugins: { "ledmatrix-weather": { version: "1.9.0" } } },
      Effect.gen(function* () {
        const { plugins } = yield* offered([])
        assert.deepStrictEqual(
          plugins.map((plugin) => [
            plugin.id,
            plugin.installed,
            plugin.installed_id,
            plugin.installed_version
          ]),
          [
            ["clock", false, null, null],
            ["sun-clock", false, null, null],
            ["weather", true, "ledmatrix-weather", "1.9.0"]
          ]
        )
      }).pipe(withRegistry(ENTRIES))
    )
  )
})

describe("a plugin of the store", () => {
  const told = (entry: RegistryEntry, model: Model) =>
    offeredPlugins({ entries: [entry], skipped: [] }, snapshotOf(model), [])

  it("has every field that a script may ask for", () => {
    const entry = {
      id: "clock",
      name: "Clock",
      latest_version: "1.1.0",
      author: "someone",
      category: "time",
      description: "Time, big",
      tags: ["big"],
      verified: true,
      ledmatrix_min_version: "3.6.0"
    }
    assert.deepStrictEqual(told(entry, { ledmatrix: "3.5.0", disk: { clock: { version: "1.0.0" } } }), [
      {
        id: "clock",
        name: "Clock",
        version: "1.1.0",
        author: "someone",
        category: "time",
        description: "Time, big",
        tags: ["big"],
        verified: true,
        installed: true,
        installed_id: "clock",
        installed_version: "1.0.0",
        incompatible_reason: "it needs LEDMatrix 3.6.0 or later",
        min_version: "3.6.0",
        runs_here: false
      }
    ])
  })

  it("has empty texts for what the registry lacks, and null for what is not known", () => {
    assert.deepStrictEqual(told({ id: "clock" }, { unreadable: ["disk"] }), [
      {
        id: "clock",
        name: "clock",
        version: "",
        author: "",
        category: "",
        description: "",
        tags: [],
        verified: false,
        installed: null,
        installed_id: null,
        installed_version: null,
        incompatible_reason: null,
        min_version: null,
        runs_here: true
      }
    ])
  })

  it("has no version where its manifest names none", () => {
    const [plugin] = told({ id: "clock" }, { disk: { clock: {} } })
    assert.deepInclude(plugin, { installed: true, installed_version: null })
  })

  it.each<[string, string | undefined, boolean | null]>([
    ["runs on one that is new enough", "3.6.0", true],
    ["does not run on an older one", "3.5.9", false],
    ["may run on one whose version is not known", undefined, null]
  ])("that needs a LEDMatrix %s", (_title, ledmatrix, runs) => {
    const model = ledmatrix === undefined ? {} : { ledmatrix }
    const [plugin] = told({ id: "clock", ledmatrix_min_version: "3.6.0" }, model)
    assert.strictEqual(plugin?.runs_here, runs)
  })
})

describe("words that occur nowhere", () => {
  const near = (words: ReadonlyArray<string>) =>
    spec({}, Effect.map(offered(words), (found) => found.near).pipe(withRegistry(ENTRIES)))

  it.effect.each([
    [["weathr"], ["weather"]],
    [["ledmatrix-clock"], ["clock"]],
    [["weathr", "wether"], ["weather"]],
    [["xylophone"], []]
  ] as const)("may have meant what is near to them: %j", ([words, ids]) =>
    Effect.map(near(words), (found) => assert.deepStrictEqual(found, [...ids]))
  )

  it.effect("are none where something was found", () =>
    spec(
      {},
      Effect.map(offered(["sun"]), (found) => assert.isFalse("near" in found)).pipe(withRegistry(ENTRIES))
    )
  )
})

describe("a registry that gives no answer", () => {
  const error = new StoreError({
    plugin: "",
    reason: new RegistryUnreachable({ address: "https://example.org", problem: "no network" })
  })
  const copy = { registry: { entries: [{ id: "clock" }], skipped: [] }, stale: true, fetchedAtMs: 0 }
  const without = (known: typeof PluginRegistry.Service.known) =>
    Effect.provideService(PluginRegistry, { get: Effect.fail(error), invalidate: Effect.void, known })

  it.effect("is replaced by its last good copy", () =>
    spec(
      {},
      Effect.map(idsOf([]).pipe(without(Effect.succeedSome(copy))), (ids) =>
        assert.deepStrictEqual(ids, ["clock"])
      )
    )
  )

  it.effect("is the error where there is no copy of it", () =>
    spec(
      {},
      Effect.map(Effect.flip(idsOf([]).pipe(without(Effect.succeed(Option.none())))), (failure) =>
        assert.strictEqual(failure, error)
      )
    )
  )
})

describe("what could not be read", () => {
  it.effect("is known of the plugins directory alone: nothing else is asked here", () =>
    spec(
      { plugins: { clock: {} }, state: {} },
      Effect.gen(function* () {
        yield* MemoryFiles.use((files) =>
          files.failWhen(({ name, path }) => name === "list" || path.endsWith("plugin_state.json"), "EACCES")
        )
        const { source_errors } = yield* offered([])
        assert.deepStrictEqual(
          source_errors.map(({ source }) => source),
          ["disk"]
        )
      }).pipe(withRegistry(ENTRIES))
    )
  )
})
