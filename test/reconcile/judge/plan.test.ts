/** The plan of a run: one step for each place that is to change, by the findings that can be fixed. */
import { assert, describe, it } from "@effect/vitest"
import { Action, ConfigEdit, StateEdit } from "../../../src/domain/changes/Action.ts"
import type { SetAsideCopy } from "../../../src/domain/sources/DiskView.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import { readRecord, rebuildRecord } from "../../../src/domain/sources/StateRecord.ts"
import { editsFiles, type Plan, plan, sparesDisk, type Step } from "../../../src/reconcile/judge/plan.ts"
import { record } from "../../support/snapshots.ts"

/** Reasons tell the findings of a case apart. */
const finding = (id: string, fix: Fix, reason: Finding["reason"] = "no_entry"): Finding => ({
  id,
  type: "plugin_missing_in_config",
  reason,
  description: "",
  current: {},
  expected: {},
  fix
})

const auto = (action: Action) => Fix.Auto({ action })
const config = (edit: ConfigEdit) => auto(Action.EditConfig({ edit }))
const state = (edit: StateEdit) => auto(Action.EditState({ edit }))

const add = (id: string, enabled: boolean, reason?: Finding["reason"]) =>
  finding(id, config(ConfigEdit.AddEntry({ id, enabled })), reason)
const set = (id: string) =>
  finding(id, config(ConfigEdit.SetEntryEnabled({ id, from: { _tag: "Absent" }, to: false })))
const switched = (id: string, to: boolean, reason?: Finding["reason"]) =>
  finding(id, state(StateEdit.SetRecordEnabled({ id, from: from(id), to })), reason)
const versioned = (id: string, to: string, reason?: Finding["reason"]) =>
  finding(id, state(StateEdit.SetRecordVersion({ id, from: from(id), to })), reason)
const removed = (id: string) => finding(id, state(StateEdit.RemoveRecord({ id, from: from(id) })))
const rebuilt = (id: string, reason?: Finding["reason"]) =>
  finding(id, state(StateEdit.RebuildRecord({ id, from: from(id), to: whole(id) })), reason)

const from = (id: string) => readRecord(id, record(id, false, { version: "1" }))
const whole = (id: string) => rebuildRecord(id, from(id), { enabled: undefined, version: undefined })

const copy: SetAsideCopy = {
  id: "clock",
  kind: "preinstall",
  directory: "clock.standalone-backup-preinstall"
}
const putBack = finding("clock", auto(Action.PutBack({ copy })))
const reinstall = finding("clock", auto(Action.Reinstall({ id: "clock" })))
const replace = finding("clock", auto(Action.ReplaceBroken({ directory: "clock" })))

const EMPTY: Plan = { configEdits: [], stateEdits: [], putBacks: [], reinstalls: [], replacements: [] }

/** `tag id` of every step. */
const steps = (all: ReadonlyArray<Step<ConfigEdit | StateEdit>>): ReadonlyArray<string> =>
  all.map(({ action: { _tag, id } }) => `${_tag} ${id}`)

describe("a plan", () => {
  it("has nothing to do without findings", () => {
    assert.deepStrictEqual(plan([]), EMPTY)
  })

  it("makes no step of what is for a person, or for nobody, and goes on", () => {
    const findings = [finding("a", Fix.Manual()), finding("b", Fix.None()), reinstall]
    assert.deepStrictEqual(plan(findings), {
      ...EMPTY,
      reinstalls: [{ action: "clock", settles: [reinstall] }]
    })
  })

  it.each<[string, Finding, Partial<Plan>]>([
    ["a copy that is put back", putBack, { putBacks: [{ action: copy, settles: [putBack] }] }],
    ["a plugin that is fetched", reinstall, { reinstalls: [{ action: "clock", settles: [reinstall] }] }],
    ["a directory that is replaced", replace, { replacements: [{ action: "clock", settles: [replace] }] }]
  ])("has a step of its own for %s", (_title, one, expected) => {
    assert.deepStrictEqual(plan([one]), { ...EMPTY, ...expected })
  })

  it.each<[string, ConfigEdit]>([
    ["adds an entry", ConfigEdit.AddEntry({ id: "clock", enabled: true })],
    ["switches one", ConfigEdit.SetEntryEnabled({ id: "clock", from: { _tag: "Absent" }, to: false })]
  ])("%s in config, and settles the finding", (_title, edit) => {
    const one = finding("clock", config(edit))
    assert.deepStrictEqual(plan([one]), { ...EMPTY, configEdits: [{ action: edit, settles: [one] }] })
  })

  it.each<[string, StateEdit]>([
    ["switches a record", StateEdit.SetRecordEnabled({ id: "clock", from: from("clock"), to: true })],
    ["gives a record its version", StateEdit.SetRecordVersion({ id: "clock", from: from("clock"), to: "2" })],
    ["removes a record", StateEdit.RemoveRecord({ id: "clock", from: from("clock") })],
    ["rebuilds a record", StateEdit.RebuildRecord({ id: "clock", from: from("clock"), to: whole("clock") })]
  ])("%s in the saved state, and settles the finding", (_title, edit) => {
    const one = finding("clock", state(edit))
    assert.deepStrictEqual(plan([one]), { ...EMPTY, stateEdits: [{ action: edit, settles: [one] }] })
  })

  it("adds entries before it changes others", () => {
    assert.deepStrictEqual(steps(plan([set("a"), add("b", true), set("c"), add("d", false)]).configEdits), [
      "AddEntry b",
      "AddEntry d",
      "SetEntryEnabled a",
      "SetEntryEnabled c"
    ])
  })

  it("removes records first, then rebuilds, then changes fields", () => {
    const findings = [switched("a", true), versioned("b", "2"), rebuilt("c"), removed("d")]
    assert.deepStrictEqual(steps(plan(findings).stateEdits), [
      "RemoveRecord d",
      "RebuildRecord c",
      "SetRecordEnabled a",
      "SetRecordVersion b"
    ])
  })

  it("changes two fields of one record in two steps", () => {
    assert.deepStrictEqual(steps(plan([switched("a", true), versioned("a", "2")]).stateEdits), [
      "SetRecordEnabled a",
      "SetRecordVersion a"
    ])
  })
})

describe("an entry that several findings want", () => {
  it.each<[boolean, boolean, boolean]>([
    [false, false, false],
    [true, false, true],
    [false, true, true],
    [true, true, true]
  ])("is added once: %s and %s make %s", (first, second, enabled) => {
    const findings = [add("clock", first, "no_entry"), add("clock", second, "config_differs")]
    assert.deepStrictEqual(plan(findings).configEdits, [
      { action: ConfigEdit.AddEntry({ id: "clock", enabled }), settles: findings }
    ])
  })

  it("stays enabled whatever a third one says", () => {
    const findings = [add("clock", false), add("clock", true), add("clock", false)]
    assert.deepStrictEqual(plan(findings).configEdits, [
      { action: ConfigEdit.AddEntry({ id: "clock", enabled: true }), settles: findings }
    ])
  })

  it("has nothing to do with that of another plugin", () => {
    const { configEdits } = plan([add("a", true), add("b", false)])
    assert.deepStrictEqual(
      configEdits.map(({ action }) => action),
      [ConfigEdit.AddEntry({ id: "a", enabled: true }), ConfigEdit.AddEntry({ id: "b", enabled: false })]
    )
  })
})

describe("a record that is rebuilt", () => {
  const rebuild = rebuilt("clock", "invalid_record")
  const after = (...changes: ReadonlyArray<Finding>) => plan([...changes, rebuild]).stateEdits

  const to = (more: Partial<ReturnType<typeof whole>>) =>
    StateEdit.RebuildRecord({ id: "clock", from: from("clock"), to: { ...whole("clock"), ...more } })

  it("takes a change of enabled at once, with the status that goes with it", () => {
    const change = switched("clock", true, "config_differs")
    assert.deepStrictEqual(after(change), [
      { action: to({ enabled: true, status: "enabled" }), settles: [change, rebuild] }
    ])
  })

  it("takes a change of the version at once", () => {
    const change = versioned("clock", "2", "record_version")
    assert.deepStrictEqual(after(change), [{ action: to({ version: "2" }), settles: [change, rebuild] }])
  })

  it("takes both at once", () => {
    const changes = [switched("clock", true, "config_differs"), versioned("clock", "2", "record_version")]
    assert.deepStrictEqual(after(...changes), [
      { action: to({ enabled: true, status: "enabled", version: "2" }), settles: [...changes, rebuild] }
    ])
  })

  it("leaves the changes of other records to steps of their own", () => {
    const other = switched("news", true)
    const [first, second, ...more] = after(other)
    assert.deepStrictEqual(first, { action: to({}), settles: [rebuild] })
    assert.deepStrictEqual(second?.settles, [other])
    assert.deepStrictEqual(more, [])
  })
})

describe("what a plan touches", () => {
  it.each<[string, ReadonlyArray<Finding>, boolean, boolean]>([
    ["nothing", [], false, true],
    ["config alone", [set("a")], true, true],
    ["the saved state alone", [removed("a")], true, true],
    ["a copy that is put back", [putBack], true, false],
    ["a plugin from the store", [reinstall], false, false],
    ["a directory that is replaced", [replace], false, false],
    ["a file and the store", [set("a"), reinstall], true, false]
  ])("%s", (_title, findings, edits, spares) => {
    const planned = plan(findings)
    assert.deepStrictEqual([editsFiles(planned), sparesDisk(planned)], [edits, spares])
  })
})
