/** What the journal says of each step of a plan before it is made. */
import { assert, describe, it } from "@effect/vitest"
import { Action, ConfigEdit, StateEdit } from "../../src/domain/changes/Action.ts"
import { type Finding, Fix } from "../../src/domain/findings/Finding.ts"
import type { JournalChange } from "../../src/domain/changes/Journal.ts"
import { LEFT_OUT } from "../../src/domain/changes/leftOut.ts"
import { readRecord, rebuildRecord } from "../../src/domain/sources/StateRecord.ts"
import { directoryChange, jsonOf, plannedChanges } from "../../src/changes/journalChanges.ts"
import { plan } from "../../src/reconcile/judge/plan.ts"
import { record } from "../support/snapshots.ts"

const finding = (action: Action, reason: Finding["reason"] = "config_differs"): Finding => ({
  id: "clock",
  type: "plugin_enabled_mismatch",
  reason,
  description: "",
  current: {},
  expected: {},
  fix: Fix.Auto({ action })
})

const accountOf = (...findings: ReadonlyArray<Finding>) => plannedChanges(plan(findings), "plugin-repos")
const account = (action: Action) => accountOf(finding(action))

const config = (edit: ConfigEdit) => Action.EditConfig({ edit })
const state = (edit: StateEdit) => Action.EditState({ edit })

const told = { plugin_id: "clock", reason: "config_differs" }
const inConfig = { ...told, file: "config/config.json" }
const inState = { ...told, file: "data/plugin_state.json" }

const id = "clock"
const saved = readRecord(id, record(id, false, { version: "1" }))
const without = (field: string) => {
  const { [field]: _gone, ...rest }: { readonly [name: string]: unknown } = record(id, false, {
    version: "1"
  })
  return readRecord(id, rest)
}

describe("the account of a change in config", () => {
  it.each<[string, ConfigEdit, ReadonlyArray<JournalChange>]>([
    [
      "has nothing before an entry that is added",
      ConfigEdit.AddEntry({ id, enabled: true }),
      [{ ...inConfig, key: ["clock"], after: { enabled: true } }]
    ],
    [
      "has the value before one that is switched",
      ConfigEdit.SetEntryEnabled({ id, from: { _tag: "Boolean", value: true }, to: false }),
      [{ ...inConfig, key: ["clock", "enabled"], before: true, after: false }]
    ],
    [
      "has nothing before where the entry said nothing",
      ConfigEdit.SetEntryEnabled({ id, from: { _tag: "Absent" }, to: false }),
      [{ ...inConfig, key: ["clock", "enabled"], after: false }]
    ],
    [
      "has what stood there where that was no boolean",
      ConfigEdit.SetEntryEnabled({ id, from: { _tag: "NotBoolean", value: { a: [1] } }, to: false }),
      [{ ...inConfig, key: ["clock", "enabled"], before: { a: [1] }, after: false }]
    ]
  ])("%s", (_title, edit, expected) => {
    assert.deepStrictEqual(account(config(edit)), expected)
  })
})

describe("the account of a change in the saved state", () => {
  it.each<[string, StateEdit, ReadonlyArray<JournalChange>]>([
    [
      "has enabled and the status that follows it",
      StateEdit.SetRecordEnabled({ id, from: saved, to: true }),
      [
        { ...inState, key: ["states", "clock", "enabled"], before: false, after: true },
        { ...inState, key: ["states", "clock", "status"], before: "disabled", after: "enabled" }
      ]
    ],
    [
      "has enabled alone where the status is what follows already",
      StateEdit.SetRecordEnabled({ id, from: saved, to: false }),
      [{ ...inState, key: ["states", "clock", "enabled"], before: false, after: false }]
    ],
    [
      "has no status before where the record had none",
      StateEdit.SetRecordEnabled({ id, from: without("status"), to: true }),
      [
        { ...inState, key: ["states", "clock", "enabled"], before: false, after: true },
        { ...inState, key: ["states", "clock", "status"], after: "enabled" }
      ]
    ],
    [
      "has the version before and after",
      StateEdit.SetRecordVersion({ id, from: saved, to: "2" }),
      [{ ...inState, key: ["states", "clock", "version"], before: "1", after: "2" }]
    ],
    [
      "has no version before where the record had none",
      StateEdit.SetRecordVersion({ id, from: without("version"), to: "2" }),
      [{ ...inState, key: ["states", "clock", "version"], after: "2" }]
    ],
    [
      "has the record as it stood, and nothing after it, where it is removed",
      StateEdit.RemoveRecord({ id, from: saved }),
      [{ ...inState, key: ["states", "clock"], before: record(id, false, { version: "1" }) }]
    ],
    [
      "has the record as it stood, and as it is rebuilt without time and counter",
      StateEdit.RebuildRecord({
        id,
        from: readRecord(id, 5),
        to: rebuildRecord(id, readRecord(id, 5), { enabled: true, version: "2" })
      }),
      [
        {
          ...inState,
          key: ["states", "clock"],
          before: 5,
          after: {
            plugin_id: "clock",
            status: "enabled",
            enabled: true,
            version: "2",
            installed_at: null,
            last_updated: LEFT_OUT,
            config_version: LEFT_OUT,
            metadata: {}
          }
        }
      ]
    ]
  ])("%s", (_title, edit, expected) => {
    assert.deepStrictEqual(account(state(edit)), expected)
  })
})

describe("the account of a plan", () => {
  const putBack = Action.PutBack({
    copy: { id, kind: "migrating", directory: "clock.standalone-backup-migrating" }
  })

  it("names where a copy lay that is put back", () => {
    assert.deepStrictEqual(account(putBack), [
      {
        ...told,
        file: "plugin-repos/clock",
        directory: { present: true, from: "plugin-repos/clock.standalone-backup-migrating" }
      }
    ])
  })

  it("says nothing of what comes from the store: each of these has its own", () => {
    const actions = [Action.Reinstall({ id }), Action.ReplaceBroken({ directory: id })]
    assert.deepStrictEqual(accountOf(...actions.map((action) => finding(action))), [])
  })

  it("tells config first, then the saved state, then the directories", () => {
    const findings = [
      finding(putBack),
      finding(state(StateEdit.SetRecordVersion({ id, from: saved, to: "2" }))),
      finding(config(ConfigEdit.AddEntry({ id, enabled: true })))
    ]
    assert.deepStrictEqual(
      accountOf(...findings).map(({ file }) => file),
      ["config/config.json", "data/plugin_state.json", "plugin-repos/clock"]
    )
  })

  it("gives the last of the reasons for a step that settles several findings", () => {
    const findings = [
      finding(config(ConfigEdit.AddEntry({ id, enabled: false })), "no_entry"),
      finding(config(ConfigEdit.AddEntry({ id, enabled: true })), "config_differs")
    ]
    assert.deepStrictEqual(
      accountOf(...findings).map(({ reason }) => reason),
      ["config_differs"]
    )
  })

  it("says nothing of a step that settles nothing", () => {
    const step = { action: ConfigEdit.AddEntry({ id, enabled: true }), settles: [] }
    assert.deepStrictEqual(plannedChanges({ ...plan([]), configEdits: [step] }, "plugin-repos"), [])
  })

  it("names a directory that was fetched under the finding that asked for it", () => {
    const directory = { present: true, fingerprint: "f" }
    const asked = finding(Action.Reinstall({ id }), "not_installed")
    assert.deepStrictEqual(directoryChange(asked, "plugin-repos/clock", directory), {
      plugin_id: "clock",
      reason: "not_installed",
      file: "plugin-repos/clock",
      directory
    })
  })
})

describe("a journalled value", () => {
  it.each<[string, unknown]>([
    ["a text", "x"],
    ["true", true],
    ["null", null],
    ["a number", 5],
    ["a list", [1, { a: null }]],
    ["an object", { a: { b: [] } }]
  ])("is the value itself where it is %s", (_title, value) => {
    assert.deepStrictEqual(jsonOf(value), value)
  })

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["no JSON", { a: () => 1 }]
  ])("is null where it is %s", (_title, value) => {
    assert.isNull(jsonOf(value))
  })
})
