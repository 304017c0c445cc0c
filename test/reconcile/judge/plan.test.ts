/** The plan of a run: one step for each place that is to change, by the findings that can be fixed. */
import { assert, describe, it } from "@effect/vitest"
import { putBack as back } from "../../../src/domain/changes/Change.ts"
import type { Edit } from "../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../src/domain/changes/Repair.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import { readRecord, rebuildRecord } from "../../../src/domain/sources/StateRecord.ts"
import { editsFiles, type Plan, plan, sparesDisk, type Step } from "../../../src/reconcile/judge/plan.ts"
import {
  absent,
  addEntry,
  meaningOf,
  rebuildOf,
  removeRecord,
  setEntryEnabled,
  setRecordEnabled,
  setRecordVersion
} from "../../support/edits.ts"
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

const auto = (repair: Repair) => Fix.Auto({ repair })
const edited = (edit: Edit) => auto(Repair.Edit(edit))

const add = (id: string, enabled: boolean, reason?: Finding["reason"]) =>
  finding(id, edited(addEntry(id, enabled, reason)), reason)
const set = (id: string) => finding(id, edited(setEntryEnabled(id, absent, false)))
const switched = (id: string, to: boolean, reason?: Finding["reason"]) =>
  finding(id, edited(setRecordEnabled(id, from(id), to)), reason)
const versioned = (id: string, to: string, reason?: Finding["reason"]) =>
  finding(id, edited(setRecordVersion(id, from(id), to)), reason)
const removed = (id: string) => finding(id, edited(removeRecord(id, from(id))))
const rebuilt = (id: string, reason?: Finding["reason"]) =>
  finding(id, edited(rebuildOf(id, from(id), whole(id))), reason)

const from = (id: string) => readRecord(id, record(id, false, { version: "1" }))
const whole = (id: string) => rebuildRecord(id, from(id), { enabled: undefined, version: undefined })

const copy = back(
  { plugin: "clock", cause: "set_aside_copy" },
  "plugin-repos/clock",
  "plugin-repos/clock.standalone-backup-preinstall"
)
const putBack = finding("clock", auto(Repair.PutBack({ change: copy })))
const reinstall = finding("clock", auto(Repair.Fetch({ plugin: "clock", replacing: false })))
const replace = finding("clock", auto(Repair.Fetch({ plugin: "clock", replacing: true })))

const EMPTY: Plan = {
  configEdits: [],
  stateEdits: [],
  putBacks: [],
  marks: [],
  reinstalls: [],
  replacements: [],
  obtained: [],
  removals: []
}

/** `tag id` of every step. */
const steps = (all: ReadonlyArray<Step<Edit>>): ReadonlyArray<string> =>
  all.map(({ repair }) => {
    const { id, is } = meaningOf(repair)
    return `${is} ${id}`
  })

describe("a plan", () => {
  it("has nothing to do without findings", () => {
    assert.deepStrictEqual(plan([]), EMPTY)
  })

  it("makes no step of what a person has to decide, or what needs no repair, and goes on", () => {
    const findings = [finding("a", Fix.Manual()), finding("b", Fix.None()), reinstall]
    assert.deepStrictEqual(plan(findings), {
      ...EMPTY,
      reinstalls: [{ repair: "clock", findings: [reinstall] }]
    })
  })

  it.each<[string, Finding, Partial<Plan>]>([
    ["a copy that is put back", putBack, { putBacks: [{ repair: copy, findings: [putBack] }] }],
    ["a plugin that is fetched", reinstall, { reinstalls: [{ repair: "clock", findings: [reinstall] }] }],
    ["a directory that is replaced", replace, { replacements: [{ repair: "clock", findings: [replace] }] }]
  ])("has a step of its own for %s", (_title, one, expected) => {
    assert.deepStrictEqual(plan([one]), { ...EMPTY, ...expected })
  })

  it.each<[string, Edit]>([
    ["adds an entry", addEntry("clock", true)],
    ["switches one", setEntryEnabled("clock", absent, false)]
  ])("%s in config, and repairs the finding", (_title, edit) => {
    const one = finding("clock", edited(edit))
    assert.deepStrictEqual(plan([one]), { ...EMPTY, configEdits: [{ repair: edit, findings: [one] }] })
  })

  it.each<[string, Edit]>([
    ["switches a record", setRecordEnabled("clock", from("clock"), true)],
    ["gives a record its version", setRecordVersion("clock", from("clock"), "2")],
    ["removes a record", removeRecord("clock", from("clock"))],
    ["rebuilds a record", rebuildOf("clock", from("clock"), whole("clock"))]
  ])("%s in the saved state, and repairs the finding", (_title, edit) => {
    const one = finding("clock", edited(edit))
    assert.deepStrictEqual(plan([one]), { ...EMPTY, stateEdits: [{ repair: edit, findings: [one] }] })
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
      { repair: addEntry("clock", enabled, "config_differs"), findings }
    ])
  })

  it("stays enabled, against a third one", () => {
    const findings = [add("clock", false), add("clock", true), add("clock", false)]
    assert.deepStrictEqual(plan(findings).configEdits, [{ repair: addEntry("clock", true), findings }])
  })

  it("has nothing to do with that of another plugin", () => {
    const { configEdits } = plan([add("a", true), add("b", false)])
    assert.deepStrictEqual(
      configEdits.map(({ repair }) => repair),
      [addEntry("a", true), addEntry("b", false)]
    )
  })
})

describe("a record that is rebuilt", () => {
  const rebuild = rebuilt("clock", "invalid_record")
  const after = (...changes: ReadonlyArray<Finding>) => plan([...changes, rebuild]).stateEdits

  const to = (more: Partial<ReturnType<typeof whole>>) =>
    rebuildOf("clock", from("clock"), { ...whole("clock"), ...more })

  it("takes a change of enabled at once, with the status that goes with it", () => {
    const change = switched("clock", true, "config_differs")
    assert.deepStrictEqual(after(change), [
      { repair: to({ enabled: true, status: "enabled" }), findings: [change, rebuild] }
    ])
  })

  it("takes a change of the version at once", () => {
    const change = versioned("clock", "2", "record_version")
    assert.deepStrictEqual(after(change), [{ repair: to({ version: "2" }), findings: [change, rebuild] }])
  })

  it("takes both at once", () => {
    const changes = [switched("clock", true, "config_differs"), versioned("clock", "2", "record_version")]
    assert.deepStrictEqual(after(...changes), [
      { repair: to({ enabled: true, status: "enabled", version: "2" }), findings: [...changes, rebuild] }
    ])
  })

  it("leaves the changes of other records to steps of their own", () => {
    const other = switched("news", true)
    const [first, second, ...more] = after(other)
    assert.deepStrictEqual(first, { repair: to({}), findings: [rebuild] })
    assert.deepStrictEqual(second?.findings, [other])
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
