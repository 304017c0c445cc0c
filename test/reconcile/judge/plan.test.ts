/** The plan of a run: one step for each place that is to change, by the findings that can be fixed. */
import { assert, describe, it } from "@effect/vitest"
import { Change, putBack as back } from "../../../src/domain/changes/Change.ts"
import type { Edit } from "../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../src/domain/changes/Repair.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import { editsFiles, type Plan, plan, sparesDisk, type PlanStep } from "../../../src/reconcile/judge/plan.ts"
import {
  absent,
  addEntry,
  meaningOf,
  rebuildOf,
  removeRecord,
  setEntryEnabled,
  setRecordEnabled,
  setRecordVersion
} from "../../support/judge/edits.ts"
import {
  add,
  auto,
  edited,
  finding,
  from,
  rebuilt,
  removed,
  set,
  switched,
  versioned,
  whole
} from "../../support/judge/planned.ts"

const copy = back(
  { plugin: "clock", cause: "set_aside_copy" },
  "plugin-repos/clock",
  "plugin-repos/clock.standalone-backup-preinstall"
)
const putBack = finding("clock", auto(Repair.PutBack({ change: copy })))
const reinstall = finding("clock", auto(Repair.Fetch({ plugin: "clock", replacing: false })))
const replace = finding("clock", auto(Repair.Fetch({ plugin: "clock", replacing: true })))
const markOff = Change.SetByteOrderMark({
  plugin: "clock",
  cause: "byte_order_mark",
  file: "plugin-repos/clock/manifest.json",
  present: true
})
const takeOff = finding("clock", auto(Repair.TakeOffMark({ change: markOff })))
const wanted = Repair.Obtain({ plugin: "clock", version: "2", instead: "clock" })
const obtain = finding("clock", auto(wanted), "desired_version")
const unwanted = Repair.Remove({
  plugin: "clock",
  cause: "desired_absent",
  directories: ["clock"],
  forget: true
})
const remove = finding("clock", auto(unwanted), "desired_absent")

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
const steps = (all: ReadonlyArray<PlanStep<Edit>>): ReadonlyArray<string> =>
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
    ["a directory that is replaced", replace, { replacements: [{ repair: "clock", findings: [replace] }] }],
    ["a byte-order mark that is taken off", takeOff, { marks: [{ repair: markOff, findings: [takeOff] }] }],
    ["what a desired state wants", obtain, { obtained: [{ repair: wanted, findings: [obtain] }] }],
    ["what a desired state wants away", remove, { removals: [{ repair: unwanted, findings: [remove] }] }]
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

  it("makes no step of what is not to be repaired yet", () => {
    const waits = { kind: "transient", code: "operation_in_progress", message: "" } as const
    assert.deepStrictEqual(
      plan([finding("a", Fix.Auto({ repair: Repair.Edit(addEntry("a", true)), waits }))]),
      EMPTY
    )
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

describe("what a plan touches", () => {
  it.each<[string, ReadonlyArray<Finding>, boolean, boolean]>([
    ["nothing", [], false, true],
    ["config alone", [set("a")], true, true],
    ["the saved state alone", [removed("a")], true, true],
    ["a copy that is put back", [putBack], true, false],
    ["a byte-order mark that is taken off", [takeOff], true, false],
    ["a plugin from the store", [reinstall], false, false],
    ["a plugin that a desired state wants", [obtain], false, false],
    ["a plugin that a desired state wants away", [remove], false, false],
    ["a directory that is replaced", [replace], false, false],
    ["a file and the store", [set("a"), reinstall], true, false]
  ])("%s", (_title, findings, edits, spares) => {
    const planned = plan(findings)
    assert.deepStrictEqual([editsFiles(planned), sparesDisk(planned)], [edits, spares])
  })
})
