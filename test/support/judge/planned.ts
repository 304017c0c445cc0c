/** Findings that a plan repairs, by what their repair is. */
import type { Edit } from "../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../src/domain/changes/Repair.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import { readRecord, rebuildRecord } from "../../../src/domain/sources/StateRecord.ts"
import {
  absent,
  addEntry,
  rebuildOf,
  removeRecord,
  setEntryEnabled,
  setRecordEnabled,
  setRecordVersion
} from "./edits.ts"
import { record } from "../snapshots.ts"

/** Reasons tell the findings of a case apart. */
export const finding = (id: string, fix: Fix, reason: Finding["reason"] = "no_entry"): Finding => ({
  id,
  type: "plugin_missing_in_config",
  reason,
  description: "",
  current: {},
  expected: {},
  fix
})

export const auto = (repair: Repair) => Fix.Auto({ repair })
export const edited = (edit: Edit) => auto(Repair.Edit(edit))

export const add = (id: string, enabled: boolean, reason?: Finding["reason"]) =>
  finding(id, edited(addEntry(id, enabled, reason)), reason)
export const set = (id: string) => finding(id, edited(setEntryEnabled(id, absent, false)))
export const switched = (id: string, to: boolean, reason?: Finding["reason"]) =>
  finding(id, edited(setRecordEnabled(id, from(id), to)), reason)
export const versioned = (id: string, to: string, reason?: Finding["reason"]) =>
  finding(id, edited(setRecordVersion(id, from(id), to)), reason)
export const removed = (id: string) => finding(id, edited(removeRecord(id, from(id))))
export const rebuilt = (id: string, reason?: Finding["reason"]) =>
  finding(id, edited(rebuildOf(id, from(id), whole(id))), reason)

/** The record that they change, and the one that takes its place. */
export const from = (id: string) => readRecord(id, record(id, false, { version: "1" }))
export const whole = (id: string) => rebuildRecord(id, from(id), { enabled: undefined, version: undefined })
