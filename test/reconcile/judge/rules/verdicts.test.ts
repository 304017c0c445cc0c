/** What each rule says of one plugin where it finds nothing: that all is well, or that it could not look. */
import { assert, describe, it } from "@effect/vitest"
import type { InconsistencyType } from "../../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../../src/domain/Policy.ts"
import { rules } from "../../../../src/reconcile/judge/detect.ts"
import { knownIds, pluginFacts, snapshotFacts } from "../../../../src/reconcile/judge/facts/PluginFacts.ts"
import { type Model, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

/** What one rule says of `clock`. */
const verdicts = (type: InconsistencyType, model: Model, policy: Partial<PolicyValues> = {}) => {
  const around = snapshotFacts(snapshotOf(model), policyOf(policy))
  const plugin = pluginFacts("clock", around)
  return rules.filter((rule) => rule.type === type).flatMap(({ judge }) => judge(plugin, around))
}

/** The tags of it; of a finding, its reason. */
const says = (...asked: Parameters<typeof verdicts>) =>
  verdicts(...asked).map((verdict) => (verdict._tag === "Found" ? verdict.finding.reason : verdict._tag))

const on = { enabled: true }
const saved = { clock: record("clock", true) }
const damaged = { clock: { plugin_id: "clock", status: "enabled", version: null } }
const disk = { clock: { version: "1" } }
const inSync: Model = { config: { clock: on }, disk, state: saved, manager: ["clock"] }

/** How a sentence names what could not be read. */
const WORDS = {
  config: /config/u,
  "the disk": /disk|plugins directory/u,
  "the marks": /which plugins were uninstalled/u,
  "the saved state": /saved state/u
}

const unread: ReadonlyArray<[InconsistencyType, keyof typeof WORDS, Model]> = [
  ["plugin_missing_in_config", "config", { disk, unreadable: ["config"] }],
  ["plugin_missing_in_config", "the disk", { config: {}, unreadable: ["disk"] }],
  ["plugin_missing_in_config", "the marks", { disk, unreadable: ["uninstalled"] }],
  ["plugin_missing_on_disk", "config", { disk, unreadable: ["config"] }],
  ["plugin_missing_on_disk", "the disk", { config: { clock: on }, unreadable: ["disk"] }],
  ["plugin_missing_on_disk", "the marks", { config: { clock: on }, unreadable: ["uninstalled"] }],
  ["plugin_enabled_mismatch", "config", { disk, state: saved, unreadable: ["config"] }],
  ["plugin_enabled_mismatch", "the saved state", { config: { clock: on }, disk, unreadable: ["state"] }],
  ["plugin_enabled_mismatch", "the disk", { state: saved, unreadable: ["disk"] }],
  ["plugin_enabled_mismatch", "the marks", { disk, state: saved, unreadable: ["uninstalled"] }],
  ["plugin_version_mismatch", "the disk", { config: { clock: on }, unreadable: ["disk"] }],
  ["plugin_version_mismatch", "config", { disk, state: saved, unreadable: ["config"] }],
  ["plugin_version_mismatch", "the saved state", { config: { clock: on }, disk, unreadable: ["state"] }],
  ["plugin_state_corrupted", "config", { disk, state: damaged, unreadable: ["config"] }],
  ["plugin_state_corrupted", "the marks", { disk, state: { clock: 5 }, unreadable: ["uninstalled"] }],
  ["plugin_state_corrupted", "the saved state", { config: { clock: { enabled: 1 } }, unreadable: ["state"] }],
  ["plugin_state_corrupted", "the disk", { config: { clock: on }, state: { clock: 5 }, unreadable: ["disk"] }]
]

describe("every rule", () => {
  it("plugin_not_as_desired says nothing at all where no desired state is given", () => {
    assert.deepStrictEqual(says("plugin_not_as_desired", inSync), [])
  })

  it.each(rules.map(({ type }) => [type] as const).filter(([type]) => type !== "plugin_not_as_desired"))(
    "%s says that nothing is wrong where nothing is",
    (type) => {
      assert.deepStrictEqual(says(type, inSync), ["Clear"])
    }
  )

  it.each(unread)("%s could not look without %s", (type, _source, model) => {
    assert.deepStrictEqual(says(type, model), ["Skipped"])
  })

  it.each(unread)("%s says in a sentence that it could not without %s", (type, source, model) => {
    const sentences = verdicts(type, model).map((verdict) =>
      verdict._tag === "Skipped" ? verdict.because : ""
    )
    assert.match(sentences.join(), WORDS[source])
  })
})

describe("the rule for enabled", () => {
  const enabled = (model: Model, policy: Partial<PolicyValues> = {}) =>
    says("plugin_enabled_mismatch", model, policy)

  it.each<[string, Model]>([
    ["there is no record", { config: { clock: on }, disk }],
    ["its record holds no boolean", { config: { clock: { enabled: false } }, disk, state: damaged }],
    ["it has neither entry nor directory", { state: saved }],
    ["it was uninstalled and has no entry", { disk, state: saved, marks: ["clock"] }],
    ["it has no entry and its record is off", { disk, state: { clock: record("clock", false) } }]
  ])("says that nothing is wrong where %s", (_title, model) => {
    assert.deepStrictEqual(enabled(model), ["Clear"])
  })

  it("has the record give way, under authority config, where the entry cannot be written", () => {
    assert.deepStrictEqual(enabled({ config: { clock: 5 }, disk, state: saved }, { authority: "config" }), [
      "config_differs"
    ])
  })

  it("switches no record off, under authority config, while it is not known what was uninstalled", () => {
    const model: Model = { disk, state: saved, unreadable: ["uninstalled"] }
    assert.deepStrictEqual(enabled(model, { authority: "config" }), ["Skipped"])
  })
})

describe("the rule for versions", () => {
  const versions = (model: Model) => says("plugin_version_mismatch", model)
  const old = { clock: record("clock", true, { version: "0.9" }) }

  it("judges record and entry, each by itself", () => {
    const config = { clock: { enabled: true, version: "0.8" } }
    assert.deepStrictEqual(versions({ config, disk, state: old }), ["record_version", "entry_version"])
  })

  it.each<[string, Model, ReadonlyArray<string>]>([
    ["config", { disk, state: old, unreadable: ["config"] }, ["Skipped", "record_version"]],
    [
      "the saved state",
      { config: { clock: { version: "0.8" } }, disk, unreadable: ["state"] },
      ["Skipped", "entry_version"]
    ],
    ["both", { disk, unreadable: ["config", "state"] }, ["Skipped", "Skipped"]],
    ["the saved state, and no version on disk", { disk: { clock: {} }, unreadable: ["state"] }, ["Skipped"]]
  ])("compares what there is without %s", (_title, model, expected) => {
    assert.deepStrictEqual(versions(model), expected)
  })

  it.each<[string, string, string]>([
    ["the manifest's is empty", " ", "0.9"],
    ["the manifest's is a bare v", "v", "0.9"],
    ["the record's is empty", "1.0", ""]
  ])("compares nothing where %s", (_title, version, recorded) => {
    const state = { clock: record("clock", true, { version: recorded }) }
    assert.deepStrictEqual(versions({ disk: { clock: { version } }, state }), ["Clear"])
  })
})

describe("the ids that a pass looks at", () => {
  const ids = (model: Model) =>
    [...knownIds(snapshotFacts(snapshotOf(model), policyOf({ systemKeys: new Set(["display"]) })))].toSorted()

  it("are those that any of the sources knows", () => {
    const model: Model = {
      config: { a: on },
      disk: { "b-old": { id: "b" } },
      broken: ["c"],
      manager: ["d"],
      state: { e: 5 }
    }
    assert.deepStrictEqual(ids(model), ["a", "b", "c", "d", "e"])
  })

  it("are no system keys and no keys without an object", () => {
    assert.deepStrictEqual(ids({ config: { display: on, fps: 5 } }), [])
  })

  it("are what is left where sources cannot be read", () => {
    assert.deepStrictEqual(ids({ state: saved, unreadable: ["config", "disk", "manager"] }), ["clock"])
    assert.deepStrictEqual(ids({ config: { clock: on }, unreadable: ["state"] }), ["clock"])
  })
})
