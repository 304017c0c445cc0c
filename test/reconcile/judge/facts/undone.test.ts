/** A repair that was undone is not made again, until one of the sources says something else than it did then. */
import { assert, describe, it } from "@effect/vitest"
import { findingKey } from "../../../../src/domain/findings/Finding.ts"
import type { Snapshot } from "../../../../src/domain/sources/Snapshot.ts"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { pluginFacts, snapshotFacts } from "../../../../src/reconcile/judge/facts/PluginFacts.ts"
import { statementLine, idOf, stillUndone } from "../../../../src/reconcile/judge/facts/undone.ts"
import { type Model, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

const policy = policyOf({ replaceBroken: true })
const on = { enabled: true }

const evidenceOf = (model: Model, id = "clock"): string => {
  const around = snapshotFacts(snapshotOf(model), policy)
  return statementLine(pluginFacts(id, around), around)
}

/** `now`, where the repairs of what was found in `then` were undone. */
const afterUndoing = (then: Model, now: Model): Snapshot => {
  const undone = detect(snapshotOf(then), policy).map(
    (finding) => [findingKey(finding), evidenceOf(then, finding.id)] as const
  )
  const seen = snapshotOf(now)
  return { ...seen, ledger: { ...seen.ledger, undone: new Map(undone) } }
}

/** `id reason fix` of every finding. */
const lines = (snapshot: Snapshot) =>
  detect(snapshot, policy).map(({ fix, id, reason }) => `${id} ${reason} ${fix._tag}`)

describe("what the sources say of a plugin", () => {
  const model: Model = {
    config: { clock: on, news: on },
    disk: { clock: { version: "1" } },
    state: { clock: record("clock", true) }
  }

  it.each<[string, Model]>([
    ["its entry does", { ...model, config: { clock: { enabled: false } } }],
    ["its entry is gone", { ...model, config: {} }],
    ["its key holds no object", { ...model, config: { clock: 5 } }],
    ["its key is LEDMatrix's own", { ...model, config: {}, templateKeys: ["clock"] }],
    ["its version does", { ...model, disk: { clock: { version: "2" } } }],
    ["its directory does", { ...model, disk: { "clock-old": { id: "clock", version: "1" } } }],
    ["its directory is gone", { ...model, disk: {} }],
    ["the disk cannot be read", { ...model, unreadable: ["disk"] }],
    ["its record does", { ...model, state: { clock: record("clock", false) } }],
    ["its record is gone", { ...model, state: {} }],
    ["the saved state cannot be read", { ...model, unreadable: ["state"] }],
    ["its manifest is broken", { ...model, broken: ["clock"] }],
    ["a copy of it was set aside", { ...model, setAside: ["clock"] }],
    ["it was marked as uninstalled", { ...model, marks: ["clock"] }],
    ["the marks cannot be read", { ...model, unreadable: ["uninstalled"] }]
  ])("differs where %s", (_title, other) => {
    assert.notStrictEqual(evidenceOf(other), evidenceOf(model))
  })

  it("differs between a free key and one that holds no object", () => {
    assert.notStrictEqual(evidenceOf({ config: { clock: 5 } }), evidenceOf({}))
  })

  it("differs between no directory and a disk that cannot be read", () => {
    assert.notStrictEqual(evidenceOf({ unreadable: ["disk"] }), evidenceOf({}))
  })

  it("differs between no record and a saved state that cannot be read", () => {
    assert.notStrictEqual(evidenceOf({ unreadable: ["state"] }), evidenceOf({}))
  })

  it("is the same with any findings about others", () => {
    const others: Model = {
      ...model,
      config: { clock: on },
      disk: { ...model.disk, stars: {} },
      broken: ["moon"],
      setAside: ["stars"],
      marks: ["moon"]
    }
    assert.strictEqual(evidenceOf(others), evidenceOf(model))
  })
})

describe("a finding whose repair was undone", () => {
  const missing: Model = { config: { clock: on } }

  it("is left to a person, and says so", () => {
    const [finding, ...more] = detect(afterUndoing(missing, missing), policy)
    assert.deepStrictEqual(more, [])
    assert.deepInclude(finding, {
      id: "clock",
      type: "plugin_missing_on_disk",
      reason: "undone",
      description: "Plugin clock in config but not on disk; its repair was undone",
      current: { exists_on_disk: false },
      expected: { exists_on_disk: true },
      fix: { _tag: "Manual" }
    })
  })

  it("is repaired again once a source says something else", () => {
    const now: Model = { config: { clock: { ...on, city: "x" } } }
    assert.deepStrictEqual(lines(afterUndoing(missing, now)), ["clock not_installed Auto"])
  })

  it("is not repaired while another source cannot be read", () => {
    const damaged: Model = {
      config: { clock: on },
      disk: { clock: {} },
      state: { clock: record("clock", true, { status: "odd" }) }
    }
    assert.deepStrictEqual(lines(afterUndoing(damaged, { ...damaged, unreadable: ["config"] })), [
      "clock undone Manual"
    ])
  })

  it("holds back no finding of another reason", () => {
    const key = JSON.stringify(["clock", "plugin_missing_on_disk", "set_aside_copy"])
    const seen = snapshotOf(missing)
    const snapshot = { ...seen, ledger: { ...seen.ledger, undone: new Map([[key, evidenceOf(missing)]]) } }
    assert.deepStrictEqual(lines(snapshot), ["clock not_installed Auto"])
  })

  it("holds back none of another plugin", () => {
    const now: Model = { config: { clock: on, news: on } }
    assert.deepStrictEqual(lines(afterUndoing(missing, now)), [
      "clock undone Manual",
      "news not_installed Auto"
    ])
  })

  it("is a person's work under its own reason where it was one before", () => {
    const manual: Model = { config: { clock: on }, taken: ["clock"] }
    assert.deepStrictEqual(lines(afterUndoing(manual, manual)), ["clock name_taken Manual"])
  })

  it("leaves what else its rule says of the plugin as it is", () => {
    const model: Model = { config: { clock: { enabled: "yes" } }, disk: { clock: {} }, state: { clock: {} } }
    assert.deepStrictEqual(lines(afterUndoing(model, model)), [
      "clock enabled_not_boolean Manual",
      "clock undone Manual"
    ])
  })

  it("is one with another of its rule, and tells what each expects", () => {
    const model: Model = { config: { clock: on }, broken: ["clock"], state: { clock: "damaged" } }
    const [finding, ...more] = detect(afterUndoing(model, model), policy)
    assert.deepStrictEqual(more, [])
    assert.deepInclude(finding, {
      description:
        "Plugin directory clock has a manifest.json that cannot be used: no JSON; Plugin clock has a record that LEDMatrix cannot use: is no object; its repair was undone",
      current: { manifest: "broken", valid: false },
      expected: { manifest: "valid", valid: true, enabled: true, status: "enabled" }
    })
  })
})

describe("what is still remembered as undone", () => {
  const then: Model = { config: { clock: on, news: on } }
  const left = (snapshot: Snapshot) => stillUndone(snapshotFacts(snapshot, policy))
  const keyOf = (id: string) => JSON.stringify([id, "plugin_missing_on_disk", "not_installed"])

  it("is all of it, the same object, while the sources say the same", () => {
    const snapshot = afterUndoing(then, then)
    assert.strictEqual(left(snapshot), snapshot.ledger.undone)
    assert.deepStrictEqual([...left(snapshot).keys()], [keyOf("clock"), keyOf("news")])
  })

  it.each(["config", "disk", "state", "uninstalled"] as const)(
    "is all of it while a source cannot be read, which says nothing else: %s",
    (source) => {
      const snapshot = afterUndoing(then, { ...then, unreadable: [source] })
      assert.strictEqual(left(snapshot), snapshot.ledger.undone)
    }
  )

  it("is without that of which a source says something else while another cannot be read", () => {
    const now: Model = { config: { clock: { enabled: false }, news: on }, unreadable: ["state"] }
    assert.deepStrictEqual([...left(afterUndoing(then, now)).keys()], [keyOf("news")])
  })

  it("is nothing of what rests on no evidence that can be read, while a source cannot be read", () => {
    const seen = snapshotOf({ ...then, unreadable: ["state"] })
    const undone = new Map([[keyOf("clock"), "no JSON"]])
    assert.strictEqual(left({ ...seen, ledger: { ...seen.ledger, undone } }).size, 0)
  })

  it("is nothing where nothing was undone", () => {
    const snapshot = snapshotOf(then)
    assert.strictEqual(left(snapshot), snapshot.ledger.undone)
  })

  it.each<[string, Model]>([
    ["it was marked as uninstalled", { ...then, marks: ["clock"] }],
    ["its key holds no object", { config: { clock: 5, news: on } }],
    ["a directory of its name has a broken manifest", { ...then, broken: ["clock"] }],
    ["a copy of it was set aside", { ...then, setAside: ["clock"] }],
    ["it has a record", { ...then, state: { clock: record("clock", true) } }],
    ["it is on disk", { ...then, disk: { clock: {} } }]
  ])("is without that of a plugin of which there is something else to say: %s", (_title, now) => {
    assert.deepStrictEqual([...left(afterUndoing(then, now)).keys()], [keyOf("news")])
  })

  it("is without that whose key held nothing, and holds no object by now", () => {
    const before: Model = { disk: { clock: {} } }
    assert.deepStrictEqual([...left(afterUndoing(before, { ...before, config: { clock: 5 } })).keys()], [])
  })

  it("is without that of which a source says something else", () => {
    const snapshot = afterUndoing(then, { config: { clock: { enabled: false }, news: on } })
    assert.deepStrictEqual([...left(snapshot)], [[keyOf("news"), evidenceOf(then, "news")]])
  })

  it.each([["no JSON"], ["5"], ["[5]"], ["{}"]])("is without a key that names no plugin: %s", (key) => {
    const seen = snapshotOf(then)
    const undone = new Map([[key, evidenceOf(then)]])
    assert.strictEqual(left({ ...seen, ledger: { ...seen.ledger, undone } }).size, 0)
  })
})

describe("the plugin that a remembered finding is of", () => {
  it.each([
    [JSON.stringify(["clock", "plugin_missing_on_disk", "not_installed"]), "clock"],
    ["[5]", ""],
    ["{}", ""],
    ["no JSON", ""]
  ])("stands in its key: %s", (key, expected) => {
    assert.strictEqual(idOf(key), expected)
  })
})
