/** The versions of records that edits and operations replaced or removed. */
import { assert, describe, it } from "@effect/vitest"
import { Change, removeValue, setValue } from "../../../src/domain/changes/Change.ts"
import { type Edit, Evidence } from "../../../src/domain/changes/Evidence.ts"
import { type Agreement, emptyLedger, type RecordMark } from "../../../src/domain/sources/Ledger.ts"
import { type RecordReading, readRecord, rebuildRecord } from "../../../src/domain/sources/StateRecord.ts"
import { recordsChanged, replacedRecords } from "../../../src/reconcile/judge/agreements.ts"
import {
  absent,
  rebuildOf,
  removeRecord,
  setEntryEnabled,
  setRecordEnabled,
  setRecordVersion
} from "../../support/judge/edits.ts"
import { record } from "../../support/snapshots.ts"

const mark = (version: number, enabled = false): RecordMark => ({
  enabled,
  config_version: version,
  last_updated: "2026-02-01T12:00:00"
})

describe("the records that edits replaced", () => {
  const from = readRecord("clock", record("clock", false))
  const set = (reading: RecordReading) => setRecordEnabled("clock", reading, true)
  const remembering = (agreement: Agreement) => ({
    ...emptyLedger,
    agreements: new Map([["clock", agreement]])
  })
  const stateObject = Evidence.Object({ file: "state", key: ["states"] })
  const replaced = (edit: Edit) => [...replacedRecords([edit], emptyLedger)]

  it.each<[string, Edit]>([
    ["a change of enabled", set(from)],
    ["a change of the version", setRecordVersion("clock", from, "2")],
    ["a removal", removeRecord("clock", from)],
    ["a rebuild", rebuildOf("clock", from, rebuildRecord("clock", from, { enabled: true, version: "2" }))]
  ])("are remembered after %s", (_title, edit) => {
    assert.deepStrictEqual(replaced(edit), [["clock", { replaced: [mark(2)] }]])
  })

  it("are not remembered of one without a boolean", () => {
    assert.deepStrictEqual(replaced(set(readRecord("clock", 5))), [])
  })

  it("stand before those remembered, beside what was agreed on", () => {
    assert.deepStrictEqual(
      [...replacedRecords([set(from)], remembering({ enabled: true, replaced: [mark(1)] }))],
      [["clock", { enabled: true, replaced: [mark(2), mark(1)] }]]
    )
  })

  it("are all remembered where several edits change one record", () => {
    const later = readRecord("clock", record("clock", true, { config_version: 3 }))
    assert.deepStrictEqual(
      [...replacedRecords([set(from), setRecordVersion("clock", later, "2")], emptyLedger)],
      [["clock", { replaced: [mark(3, true), mark(2)] }]]
    )
  })

  it("are remembered past an edit of which nothing is", () => {
    const edits = [removeRecord("news", readRecord("news", 5)), set(from)]
    assert.deepStrictEqual([...replacedRecords(edits, emptyLedger).keys()], ["clock"])
  })

  it.each<[string, Edit]>([
    [
      "of config that rests on a record",
      { ...setEntryEnabled("clock", absent, true), given: set(from).given }
    ],
    ["of the saved state that rests on none", { ...set(from), given: [stateObject] }]
  ])("are none after an edit %s", (_title, edit) => {
    assert.deepStrictEqual(replaced(edit), [])
  })
})

describe("the records that changes of an operation replaced", () => {
  const from = readRecord("clock", record("clock", false))
  const records = new Map([
    ["clock", from],
    ["news", readRecord("news", record("news", true))]
  ])
  const at = (file: "config" | "state", plugin: string) => ({ plugin, cause: "disable", file, key: [plugin] })

  it("are each one that changes, once", () => {
    const changes = [setValue(at("state", "clock"), 1, 2), removeValue(at("state", "clock"), 1)]
    assert.deepStrictEqual(recordsChanged(changes, records), [["clock", from]])
  })

  it.each<[string, Change]>([
    ["only config changes", setValue(at("config", "clock"), 1, 2)],
    ["a record is new", setValue(at("state", "weather"), undefined, 2)],
    [
      "a directory changes",
      Change.SetAside({ plugin: "clock", cause: "uninstall", place: "clock", kept: "clock-kept" })
    ]
  ])("are none where %s", (_title, change) => {
    assert.deepStrictEqual(recordsChanged([change], records), [])
  })
})
