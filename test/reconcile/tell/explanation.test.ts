/** What `explain` says of one plugin, by what a snapshot holds. */
import { assert, describe, it } from "@effect/vitest"
import { Option, Result } from "effect"
import type { Explanation } from "../../../src/domain/findings/Explanation.ts"
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import { explanation } from "../../../src/reconcile/tell/explanation.ts"
import { type Model, NOW, policyOf, record, snapshotOf } from "../../support/snapshots.ts"
import { desiredBy } from "../../support/runs/wanting.ts"

const on = { enabled: true }

const explained = (model: Model, policy: Partial<PolicyValues> = {}, id = "clock"): Explanation => {
  const found = explanation(id, snapshotOf(model), policyOf(policy))
  assert.isTrue(Option.isSome(found))
  return Option.getOrThrow(found)
}

const inSync: Model = {
  config: { clock: on },
  disk: { clock: { version: "1.2.0" } },
  manager: ["clock"],
  state: { clock: record("clock", true, { version: "1.2.0" }) }
}

describe("a plugin that nothing knows", () => {
  it("has no explanation", () => {
    assert.isTrue(Option.isNone(explanation("clock", snapshotOf({}), policyOf())))
  })

  it("has none either where a source could not be asked", () => {
    const seen = snapshotOf({ unreadable: ["config"] })
    assert.isTrue(Option.isNone(explanation("clock", seen, policyOf())))
  })

  it.each<[string, Model]>([
    ["config", { config: { clock: on } }],
    ["disk", { disk: { clock: {} } }],
    ["the manager", { manager: ["clock"] }],
    ["the state", { state: { clock: record("clock", true) } }]
  ])("has one as soon as %s does", (_source, model) => {
    assert.strictEqual(explained(model).plugin_id, "clock")
  })
})

describe("what the sources say", () => {
  it("is shown for each that knows the plugin", () => {
    const { config, disk, manager, state } = explained(inSync)
    assert.deepStrictEqual(config, { known: true, facts: { enabled: true } })
    assert.deepStrictEqual(disk, { known: true, facts: { directories: ["clock"], version: "1.2.0" } })
    assert.deepStrictEqual(manager, { known: true, facts: { directory: "clock", loaded: true } })
    assert.deepStrictEqual(state, {
      known: true,
      facts: {
        enabled: true,
        status: "enabled",
        version: "1.2.0",
        config_version: 2,
        last_updated: "2026-02-01T12:00:00"
      }
    })
  })

  it("is nothing where a source does not know it, and the error where it could not be asked", () => {
    const { config, disk, manager, state } = explained({
      disk: { clock: {} },
      unreadable: ["config", "state"]
    })
    assert.deepStrictEqual(config, { known: false, error: "config: cannot be read" })
    assert.deepStrictEqual(disk, { known: true, facts: { directories: ["clock"] } })
    assert.deepStrictEqual(manager, { known: false })
    assert.deepStrictEqual(state, { known: false, error: "state: cannot be read" })
  })

  it.each<[string, unknown, Explanation["config"]["facts"]]>([
    ["false", { enabled: false }, { enabled: false }],
    ["nothing of enabled", {}, { enabled: "absent, reads true" }],
    ["an enabled that is no boolean", { enabled: "yes" }, { enabled: "no boolean" }],
    ["a version", { enabled: true, version: "1.0.0" }, { enabled: true, version: "1.0.0" }],
    ["settings", { enabled: true, city: "x" }, { enabled: true, city: "‹set›" }],
    ["no object", 5, { is_object: false }]
  ])("is shown for an entry that holds %s", (_title, entry, facts) => {
    assert.deepStrictEqual(explained({ config: { clock: entry } }).config, {
      known: true,
      facts: facts ?? {}
    })
  })

  it("is shown for a system key as one", () => {
    const policy = { systemKeys: new Set(["clock"]) }
    assert.deepStrictEqual(explained({ config: { clock: on } }, policy).config, {
      known: true,
      facts: { system_key: true }
    })
    assert.deepStrictEqual(explained({ disk: { clock: {} } }, policy).config, { known: false })
  })

  it.each<[string, Model, Explanation["disk"]["facts"]]>([
    [
      "two directories",
      { disk: { a: { id: "clock", version: "1.0.0" }, b: { id: "clock" } } },
      { directories: ["a", "b"], version: "1.0.0" }
    ],
    ["a broken manifest", { broken: ["clock"] }, { broken_manifest: "no JSON" }],
    ["a copy set aside", { setAside: ["clock"] }, { set_aside_copy: "clock.standalone-backup-preinstall" }]
  ])("is shown for %s on disk", (_title, model, facts) => {
    assert.deepStrictEqual(explained(model).disk, { known: true, facts: facts ?? {} })
  })

  it("is a saved state that LEDMatrix keeps no more, where it keeps none", () => {
    const { state } = explained({ ...inSync, ledmatrix: "3.8.0" })
    assert.deepStrictEqual(state, { known: false, retired: true })
  })

  it("is of the disk nothing but the error where it could not be read", () => {
    const { disk } = explained({ ...inSync, setAside: ["clock"], unreadable: ["disk"] })
    assert.deepStrictEqual(disk, { known: false, error: "disk: cannot be read" })
  })

  it("is what the display runs of it, and how far that can be believed", () => {
    const plugins = { clock: { state: "enabled", version: "1.1.0" } }
    const { manager } = explained({ ...inSync, ledmatrix: "3.8.0", display: { plugins } })
    assert.deepStrictEqual(manager, {
      known: true,
      facts: { directory: "clock", loaded: true, state: "enabled", version: "1.1.0" },
      display: {
        status: "live",
        since: new Date(NOW - 3_600_000).toISOString(),
        published_at: new Date(NOW - 10_000).toISOString(),
        from: "/var/cache/ledmatrix/plugin_runtime_snapshot.json",
        problem: null
      }
    })
  })

  it("is nothing of what a manager does not say", () => {
    const display = { plugins: { clock: { directory: undefined, loaded: undefined } } }
    assert.deepStrictEqual(explained({ ledmatrix: "3.8.0", display }).manager.facts, {})
  })

  it("includes the manager's trouble with it", () => {
    const seen = snapshotOf({ manager: ["clock"] })
    const plugins = new Map([
      ["clock", { id: "clock", directory: undefined, loaded: false, error: "no module" }]
    ])
    const found = explanation("clock", { ...seen, manager: Result.succeed({ plugins }) }, policyOf())
    assert.deepStrictEqual(Option.getOrThrow(found).manager, {
      known: true,
      facts: { loaded: false, error: "no module" }
    })
  })

  it("is shown for a broken record with its faults, as far as it can be used", () => {
    assert.deepStrictEqual(explained({ state: { clock: { plugin_id: "clock" } } }).state, {
      known: true,
      facts: { faults: ["status is missing", "enabled is missing"] }
    })
  })
})

describe("what is remembered", () => {
  it.each<[string, Model, boolean]>([
    ["a mark", { ...inSync, marks: ["clock"] }, true],
    ["a tombstone", { ...inSync, tombstones: ["clock"] }, true],
    ["neither", inSync, false],
    ["what cannot be read", { ...inSync, unreadable: ["uninstalled"] }, false]
  ])("is shown for the uninstalled: %s", (_title, model, uninstalled) => {
    assert.strictEqual(explained(model).uninstalled, uninstalled)
  })

  it("is shown for an agreement, where there is one with a value", () => {
    assert.isFalse("agreed_enabled" in explained(inSync))
    assert.isFalse("agreed_enabled" in explained({ ...inSync, agreements: { clock: {} } }))
    const agreed = explained({ ...inSync, agreements: { clock: { enabled: false } } })
    assert.isFalse(agreed.agreed_enabled)
  })

  it("is the registry's state as it was given", () => {
    const registry = {
      address: "file",
      fetched_at: null,
      stale: true,
      entries: 3,
      skipped: [],
      last_failure: null,
      backing_off_until: null
    }
    const found = explanation("clock", snapshotOf(inSync), policyOf(), registry)
    assert.deepStrictEqual(Option.getOrThrow(found).registry, registry)
    assert.isNull(explained(inSync).registry)
  })
})

describe("what a desired state says of it", () => {
  const state = desiredBy({ plugins: { clock: { enabled: true } } })
  const wanted = { state, settings: new Map(), kept: new Set<string>() }
  const said = (id: string, model: Model) =>
    Option.map(
      explanation(id, { ...snapshotOf(model), desired: wanted }, policyOf()),
      ({ desired }) => desired
    )

  it("is shown value by value, each with the layer that says it", () => {
    assert.deepStrictEqual(Option.getOrThrow(said("clock", inSync)), {
      document: state.document,
      revision: state.revision,
      sign: "left",
      values: [{ field: "enabled", value: true, layer: "all" }]
    })
  })

  it("is shown also where nothing else knows the plugin", () => {
    assert.isTrue(Option.isSome(said("clock", {})))
  })

  it("makes nothing known of a plugin that it does not name", () => {
    assert.isTrue(Option.isNone(said("news", {})))
  })

  it("is left out where there is none", () => {
    assert.isFalse("desired" in explained(inSync))
  })
})
