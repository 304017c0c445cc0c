/** Rule 5, of records: what a damaged one becomes, which one is removed, and what holds both back. */
import { assert, describe, it } from "@effect/vitest"
import { removeValue, setValue, type ValueChange } from "../../../../src/domain/changes/Change.ts"
import { Evidence } from "../../../../src/domain/changes/Evidence.ts"
import { LEFT_OUT } from "../../../../src/domain/changes/leftOut.ts"
import { Repair } from "../../../../src/domain/changes/Repair.ts"
import { Fix } from "../../../../src/domain/findings/Finding.ts"
import { readRecord } from "../../../../src/domain/sources/StateRecord.ts"
import type { JsonValue } from "../../../../src/json/JsonValue.ts"
import { detect } from "../../../../src/reconcile/judge/detect.ts"
import { meaningOf } from "../../../support/judge/edits.ts"
import { type Model, policyOf, record, snapshotOf } from "../../../support/snapshots.ts"

const detected = (model: Model) => detect(snapshotOf(model), policyOf())

/** `id reason fix` of what rule 5 finds. */
const corrupted = (model: Model) =>
  detected(model)
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

describe("the repair of a record", () => {
  const place = { plugin: "clock", file: "state", key: ["states", "clock"] } as const
  const fixes = (saved: JsonValue, model: Model) => {
    const given = [Evidence.Record({ ...place, reading: readRecord("clock", saved) })]
    const fix = (change: ValueChange): Fix => Fix.Auto({ repair: Repair.Edit({ changes: [change], given }) })
    return { found: detected({ ...model, state: { clock: saved } }).map((finding) => finding.fix), fix }
  }

  it("puts the rebuilt one in its place, resting on it as it was read", () => {
    const saved = { ...record("clock", true), status: "sleeping", metadata: { city: "x" } }
    const { fix, found } = fixes(saved, { config: { clock: on }, disk: { clock: {} } })
    const rebuilt = { ...saved, status: "enabled", last_updated: LEFT_OUT, config_version: LEFT_OUT }
    assert.deepStrictEqual(found, [fix(setValue({ ...place, cause: "invalid_record" }, saved, rebuilt))])
  })

  it("removes one of an uninstalled plugin, resting on it as it was read", () => {
    const saved = record("clock", true)
    const { fix, found } = fixes(saved, { marks: ["clock"] })
    assert.deepStrictEqual(found, [fix(removeValue({ ...place, cause: "uninstalled_record" }, saved))])
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
