/** What each source says of one plugin, and what is the same for all of them. */
import { assert, describe, it } from "@effect/vitest"
import {
  isMarked,
  isUnrecoverable,
  knownIds,
  pluginFacts,
  snapshotFacts
} from "../../../../src/reconcile/judge/facts/PluginFacts.ts"
import { factsOf } from "../../../support/judge/judging.ts"
import { type Model, NOW, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"
import { desiredBy } from "../../../support/runs/wanting.ts"

const on = { enabled: true }

describe("a plugin's key in config", () => {
  it.each<[string, Model, Partial<ReturnType<typeof pluginFacts>>]>([
    ["is free where nothing has it", { config: { news: on } }, { key: "free", entry: undefined }],
    ["is free while config cannot be read", { unreadable: ["config"] }, { key: "free", entry: undefined }],
    ["may hold something else", { config: { clock: 5 } }, { key: "not_object", entry: undefined }]
  ])("%s", (_title, model, expected) => {
    assert.deepInclude(pluginFacts("clock", factsOf(model)), expected)
  })

  it("holds its entry", () => {
    const { entry, key } = pluginFacts("clock", factsOf({ config: { clock: on } }))
    assert.deepStrictEqual([key, entry?.enabled], ["entry", { _tag: "Boolean", value: true }])
  })

  it("may be LEDMatrix's own, and holds no entry then", () => {
    const around = factsOf({ config: { clock: on } }, { systemKeys: new Set(["clock"]) })
    assert.deepInclude(pluginFacts("clock", around), { key: "system", entry: undefined })
  })
})

describe("the directory that LEDMatrix runs", () => {
  const twice = { "a-clock": { id: "clock" }, clock: {} }
  const runs = (model: Model) => pluginFacts("clock", factsOf(model)).runs?.directory

  it.each<[string, Model, string | undefined]>([
    ["is none where the plugin is not installed", { disk: { news: {} } }, undefined],
    ["is the plugin's only one", { disk: { "my-clock": { id: "clock" } } }, "my-clock"],
    ["is not known of two where it is chance", { ledmatrix: "3.4.0", disk: twice }, undefined],
    ["is the one that LEDMatrix decides on, of two", { ledmatrix: "3.8.0", disk: twice }, "clock"]
  ])("%s", (_title, model, expected) => {
    assert.strictEqual(runs(model), expected)
  })
})

describe("the disk", () => {
  it("is turned around once for as long as it is the same", () => {
    const snapshot = snapshotOf({ disk: { clock: {} } })
    const [first, second] = [snapshotFacts(snapshot, policyOf()), snapshotFacts(snapshot, policyOf())]
    assert.strictEqual(second.byId, first.byId)
  })
})

describe("the ids that are known", () => {
  it("are also those that the desired state names", () => {
    const state = desiredBy({ plugins: { clock: { enabled: true } } })
    const desired = { state, settings: new Map(), kept: new Set<string>() }
    assert.deepStrictEqual([...knownIds(factsOf({}, {}, { desired }))], ["clock"])
  })
})

describe("a plugin is marked as uninstalled", () => {
  const registry = [
    { id: "weather", plugin_path: "plugins/clock" },
    { id: "news", aliases: ["moon"] }
  ]

  it.each<[string, Model, boolean]>([
    ["by its own id", { marks: ["clock"] }, true],
    ["by the registry's id of its path", { marks: ["weather"], registry }, true],
    ["not by the registry's id of another", { marks: ["news"], registry }, false],
    ["not by another's mark, without a registry", { marks: ["weather"] }, false],
    ["not by a registry alone", { registry }, false],
    ["not while the marks cannot be read", { registry, unreadable: ["uninstalled"] }, false]
  ])("%s", (_title, model, expected) => {
    assert.strictEqual(isMarked(factsOf(model), "clock"), expected)
  })
})

describe("a plugin is unrecoverable", () => {
  const failure = { code: "http", message: "404", failedAtMs: NOW - 9, heldUntilMs: NOW - 1 }

  it.each<[string, Model, boolean]>([
    ["where an earlier process found that", { storeUnrecoverable: ["clock"] }, true],
    ["where this process found that", { unrecoverable: ["clock"] }, true],
    ["not where another is", { unrecoverable: ["news"], storeUnrecoverable: ["moon"] }, false],
    ["not once the failure has ended", { unrecoverable: ["clock"], failures: { clock: failure } }, false],
    [
      "also where a failure of one version of it has ended",
      { unrecoverable: ["clock"], failures: { clock: { ...failure, version: "1.0" } } },
      true
    ],
    [
      "also where the failure of another has ended",
      { unrecoverable: ["clock"], failures: { news: failure } },
      true
    ]
  ])("%s", (_title, model, expected) => {
    assert.strictEqual(isUnrecoverable(factsOf(model), "clock"), expected)
  })
})

describe("the saved state", () => {
  it("is retired where LEDMatrix keeps none, and has no records then", () => {
    const { records, state } = factsOf({ ledmatrix: "3.8.0", state: { clock: record("clock", true) } })
    assert.deepStrictEqual([state, records.size], ["retired", 0])
  })
})
