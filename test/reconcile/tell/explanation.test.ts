/** What `explain` says of one plugin, by what a snapshot holds. */
import { assert, describe, it } from "@effect/vitest"
import { Option, Result } from "effect"
import type { Explanation, Judgement } from "../../../src/domain/findings/Explanation.ts"
import type { Policy } from "../../../src/domain/Policy.ts"
import { explanation } from "../../../src/reconcile/tell/explanation.ts"
import { type Model, policyOf, record, snapshotOf } from "../../support/snapshots.ts"

const on = { enabled: true }

const explained = (model: Model, policy: Partial<Policy> = {}, id = "clock"): Explanation => {
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

describe("what each rule decided", () => {
  it("is in the rules' order, each with why", () => {
    const { rules } = explained(inSync)
    assert.deepStrictEqual(
      rules.map(({ rule, verdict }) => `${rule} ${verdict}`),
      [
        "plugin_missing_in_config clear",
        "plugin_missing_on_disk clear",
        "plugin_enabled_mismatch clear",
        "plugin_version_mismatch clear",
        "plugin_state_corrupted clear"
      ]
    )
    for (const { because } of rules) assert.isNotEmpty(because)
  })

  it.each<[string, Model, Judgement["reason"], Judgement["fix_action"]]>([
    ["auto_fix", { disk: { clock: {} } }, "no_entry", "auto_fix"],
    ["manual_fix_required", { broken: ["clock"] }, "broken_manifest", "manual_fix_required"],
    ["no_action", { config: { clock: on }, marks: ["clock"] }, "settings_kept", "no_action"]
  ])("tells a finding with reason and %s", (_title, model, reason, action) => {
    const found = explained(model).rules.find(({ verdict }) => verdict === "found")
    assert.deepStrictEqual([found?.reason, found?.fix_action], [reason, action])
    assert.isNotEmpty(found?.because)
  })

  it("is skipped where its source could not be read", () => {
    const skipped = explained({ disk: { clock: {} }, unreadable: ["config"] }).rules.find(
      ({ rule }) => rule === "plugin_missing_in_config"
    )
    assert.strictEqual(skipped?.verdict, "skipped")
    assert.isNotEmpty(skipped?.because)
  })
})

describe("what happens next", () => {
  const repairs = "The next reconcile repairs it."
  const decide = "A person has to decide; see what each rule says."
  const unread = "A source could not be read, so not every rule could look."

  it.each<[string, Model, string]>([
    ["nothing, in sync", inSync, "Nothing: it is in sync."],
    [
      "nothing, where what is found is information",
      { config: { clock: on }, marks: ["clock"] },
      "Nothing: it is in sync."
    ],
    ["a repair", { disk: { clock: {} } }, repairs],
    ["a person's decision", { config: { clock: 5 }, disk: { clock: {} } }, decide],
    ["a look, once the source can be read", { disk: { clock: {} }, unreadable: ["config"] }, unread]
  ])("is %s", (_title, model, next) => {
    assert.strictEqual(explained(model).next, next)
  })

  it("is all of them where they come together", () => {
    const { next } = explained({
      config: { clock: 5 },
      disk: { clock: {} },
      state: { clock: { plugin_id: "clock", enabled: true } },
      unreadable: ["uninstalled"]
    })
    assert.isTrue(next.startsWith(`${repairs} `) || next.startsWith(`${decide} `), next)
    assert.isTrue(next.endsWith(unread), next)
  })
})
