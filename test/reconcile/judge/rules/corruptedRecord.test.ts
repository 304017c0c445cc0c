/** What is done about damaged records and directories: what a rebuilt record is made of, and what holds a repair back. */
import { assert, describe, it } from "@effect/vitest"
import type { Policy } from "../../../../src/domain/Policy.ts"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { meaningOf } from "../../../support/edits.ts"
import { type Model, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

const detected = (model: Model, policy: Partial<Policy> = {}) => detect(snapshotOf(model), policyOf(policy))

/** `id reason fix` of what rule 5 finds. */
const corrupted = (model: Model, policy: Partial<Policy> = {}) =>
  detected(model, policy)
    .filter(({ type }) => type === "plugin_state_corrupted")
    .map(({ fix, id, reason }) => `${id} ${reason} ${fix._tag}`)

const on = { enabled: true }
const off = { enabled: false }
const damaged = { plugin_id: "clock" }

describe("a rebuilt record", () => {
  /** What the record of `clock` becomes. */
  const rebuilt = (model: Model) => {
    const edits = detected(model).flatMap(({ fix }) =>
      fix._tag === "Auto" && fix.repair._tag === "Edit" ? [meaningOf(fix.repair)] : []
    )
    for (const edit of edits) if (edit.is === "RebuildRecord") return edit.to
    return assert.fail("nothing is rebuilt")
  }

  it.each<[string, Model, { readonly enabled: boolean; readonly version: string | null }]>([
    [
      "takes enabled of its entry and version of its manifest",
      { config: { clock: on }, disk: { clock: { version: "1" } } },
      { enabled: true, version: "1" }
    ],
    [
      "is off where the entry is",
      { config: { clock: off }, disk: { clock: {} } },
      { enabled: false, version: null }
    ],
    ["is on where the entry says nothing", { config: { clock: {} } }, { enabled: true, version: null }],
    [
      "is off where the entry's value is no boolean",
      { config: { clock: { enabled: 1 } } },
      { enabled: false, version: null }
    ],
    ["is off without an entry", { disk: { clock: { version: "1" } } }, { enabled: false, version: "1" }],
    [
      "has no version where two directories have the id",
      { config: { clock: on }, disk: { clock: { version: "1" }, old: { id: "clock", version: "2" } } },
      { enabled: true, version: null }
    ]
  ])("%s", (_title, model, expected) => {
    assert.deepInclude(rebuilt({ ...model, state: { clock: damaged } }), expected)
  })

  it("keeps what is valid in it", () => {
    const state = { clock: { ...record("clock", false, { version: "0.9" }), surplus: 1 } }
    const model: Model = { config: { clock: on }, disk: { clock: { version: "1" } }, state }
    assert.deepInclude(rebuilt(model), { enabled: false, status: "disabled", version: "0.9" })
  })
})

describe("a damaged record", () => {
  it.each<[string, Model, ReadonlyArray<string>]>([
    ["is rebuilt without entry and directory", {}, ["clock invalid_record Auto"]],
    [
      "is rebuilt without the marks where an entry shows that it was not uninstalled",
      { config: { clock: on }, unreadable: ["uninstalled"] },
      ["clock invalid_record Auto"]
    ],
    ["is removed where the plugin was uninstalled", { marks: ["clock"] }, ["clock uninstalled_record Auto"]],
    [
      "is rebuilt where an uninstalled plugin still has an entry",
      { config: { clock: on }, marks: ["clock"] },
      ["clock invalid_record Auto"]
    ],
    [
      "waits for the disk, before anybody says that its plugin has none",
      { unreadable: ["disk"], tombstones: ["clock"] },
      []
    ],
    [
      "waits for config, before anybody says that it has no entry",
      { unreadable: ["config"], tombstones: ["clock"] },
      []
    ]
  ])("%s", (_title, model, expected) => {
    assert.deepStrictEqual(corrupted({ ...model, state: { clock: damaged } }), expected)
  })

  it("does not wait for the disk where it has a version itself", () => {
    const state = { clock: { plugin_id: "clock", version: null } }
    assert.deepStrictEqual(corrupted({ config: { clock: on }, state, unreadable: ["disk"] }), [
      "clock invalid_record Auto"
    ])
  })

  it("does not wait for config where it has a boolean itself", () => {
    const state = { clock: { plugin_id: "clock", enabled: true } }
    assert.deepStrictEqual(corrupted({ disk: { clock: {} }, state, unreadable: ["config"] }), [
      "clock invalid_record Auto"
    ])
  })
})

describe("a record is not abandoned", () => {
  const state = { clock: record("clock", false) }

  it.each<[string, Model]>([
    ["while there is an entry", { config: { clock: off } }],
    ["while the plugin is on disk", { disk: { "clock-old": { id: "clock" } } }],
    [
      "while a directory of its name holds another plugin",
      { config: { news: off }, disk: { clock: { id: "news" } } }
    ],
    ["while config cannot be read", { unreadable: ["config"] }],
    ["while the disk cannot be read", { unreadable: ["disk"] }]
  ])("%s", (_title, model) => {
    assert.deepStrictEqual(corrupted({ ...model, state }), [])
    assert.deepStrictEqual(corrupted({ ...model, state, tombstones: ["clock"] }), [])
  })

  it("while a directory of its name has a broken manifest", () => {
    assert.deepStrictEqual(corrupted({ broken: ["clock"], state }), ["clock broken_manifest Manual"])
  })

  it("by a mark that cannot be read", () => {
    assert.deepStrictEqual(corrupted({ state, unreadable: ["uninstalled"] }), ["clock orphan_record None"])
  })
})

describe("a broken manifest is not replaced", () => {
  it.each<[string, Model]>([
    ["where the directory's name is no id", { broken: ["a b"] }],
    ["where the plugin was uninstalled", { broken: ["clock"], marks: ["clock"] }],
    ["where the plugin was uninstalled a moment ago", { broken: ["clock"], tombstones: ["clock"] }],
    ["while it is not known what was uninstalled", { broken: ["clock"], unreadable: ["uninstalled"] }]
  ])("%s", (_title, model) => {
    const [line, ...more] = corrupted(model, { replaceBroken: true })
    assert.match(line ?? "", / broken_manifest Manual$/u)
    assert.deepStrictEqual(more, [])
  })
})

describe("an enabled that is no boolean", () => {
  const config = { clock: { enabled: "yes" } }

  it("stays a person's work beside a record that holds no boolean either", () => {
    assert.deepStrictEqual(corrupted({ config, disk: { clock: {} }, state: { clock: damaged } }), [
      "clock enabled_not_boolean Manual",
      "clock invalid_record Auto"
    ])
  })

  it.each([[true], [false]])("is settled by a record that says %s", (saved) => {
    assert.deepStrictEqual(
      corrupted({ config, disk: { clock: {} }, state: { clock: record("clock", saved) } }),
      []
    )
  })
})

describe("a mark on a plugin on disk", () => {
  it.each<[string, Model]>([
    ["is not told of another plugin", { config: { clock: on }, disk: { clock: {} }, marks: ["news"] }],
    [
      "is not told where it cannot be read",
      { config: { clock: on }, disk: { clock: {} }, unreadable: ["uninstalled"] }
    ],
    ["is not told of a tombstone", { config: { clock: on }, disk: { clock: {} }, tombstones: ["clock"] }]
  ])("%s", (_title, model) => {
    assert.deepStrictEqual(corrupted(model), [])
  })
})
