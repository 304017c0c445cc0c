/** Edits as the rules plan them, by what they are about; and what an edit is about, read back from it. */
import { Option } from "effect"
import { removeValue, setValue, type ValueFile } from "../../../src/domain/changes/Change.ts"
import { type Edit, Evidence } from "../../../src/domain/changes/Evidence.ts"
import { jsonOf } from "../../../src/domain/changes/jsonOf.ts"
import { journalledRecord } from "../../../src/domain/changes/leftOut.ts"
import type { Repair } from "../../../src/domain/changes/Repair.ts"
import type { EntryEnabled } from "../../../src/domain/sources/ConfigView.ts"
import {
  readRecord,
  type RecordReading,
  type StateRecord,
  switchedStatus
} from "../../../src/domain/sources/StateRecord.ts"
import { isJsonObject, type JsonValue } from "../../../src/json/JsonValue.ts"

export const absent: EntryEnabled = { _tag: "Absent" }
export const says = (value: boolean): EntryEnabled => ({ _tag: "Boolean", value })

const at = (file: ValueFile, id: string, cause: string, ...key: ReadonlyArray<string>) => ({
  plugin: id,
  cause,
  file,
  key: file === "state" ? ["states", id, ...key] : [id, ...key]
})

export const addEntry = (id: string, enabled: boolean, cause = "no_entry"): Edit => ({
  changes: [setValue(at("config", id, cause), undefined, { enabled })],
  given: []
})

export const setEntryEnabled = (id: string, from: EntryEnabled, to: boolean): Edit => ({
  changes: [
    setValue(
      at("config", id, "config_differs", "enabled"),
      from._tag === "Absent" ? undefined : jsonOf(from.value),
      to
    )
  ],
  given: [
    Evidence.Object({ file: "config", key: [id] }),
    Evidence.Value({
      file: "config",
      key: [id, "enabled"],
      value: from._tag === "Absent" ? Option.none() : Option.some(jsonOf(from.value))
    })
  ]
})

const ofRecord = (id: string, reading: RecordReading, changes: Edit["changes"]): Edit => ({
  changes,
  given: [Evidence.Record({ plugin: id, file: "state", key: ["states", id], reading })]
})

const fieldOf = ({ value }: RecordReading, name: string): JsonValue | undefined =>
  isJsonObject(value) && Object.hasOwn(value, name) ? jsonOf(value[name]) : undefined

export const setRecordEnabled = (id: string, from: RecordReading, to: boolean): Edit => {
  const [before, follows] = [fieldOf(from, "status"), switchedStatus(to)]
  const cause = "config_differs"
  return ofRecord(id, from, [
    setValue(at("state", id, cause, "enabled"), fieldOf(from, "enabled"), to),
    ...(before === follows ? [] : [setValue(at("state", id, cause, "status"), before, follows)])
  ])
}

export const setRecordVersion = (id: string, from: RecordReading, to: string): Edit =>
  ofRecord(id, from, [setValue(at("state", id, "record_version", "version"), fieldOf(from, "version"), to)])

export const rebuildOf = (id: string, from: RecordReading, to: StateRecord): Edit =>
  ofRecord(id, from, [setValue(at("state", id, "invalid_record"), jsonOf(from.value), journalledRecord(to))])

export const removeRecord = (id: string, from: RecordReading): Edit =>
  ofRecord(id, from, [removeValue(at("state", id, "uninstalled_record"), jsonOf(from.value))])

export type Meaning =
  | {
      readonly is: "AddEntry"
      readonly id: string
      readonly to: boolean
      readonly settings?: { readonly [name: string]: JsonValue }
    }
  /** Of the settings that change: each with its new value, or `undefined` where it goes. */
  | {
      readonly is: "SetSettings"
      readonly id: string
      readonly to: { readonly [name: string]: JsonValue | undefined }
    }
  | { readonly is: "SetEntryEnabled"; readonly id: string; readonly to: boolean }
  | { readonly is: "SetRecordEnabled"; readonly id: string; readonly to: boolean }
  | { readonly is: "SetRecordVersion"; readonly id: string; readonly to: string }
  | { readonly is: "RebuildRecord"; readonly id: string; readonly to: RecordReading["salvage"] }
  | { readonly is: "RemoveRecord"; readonly id: string }

/** What an edit is about; one that no rule plans is about nothing. */
export const meaningOf = ({ changes }: Edit): Meaning => {
  const [first] = changes
  const id = first?.plugin ?? ""
  const field = first?.key.slice(first.file === "state" ? 2 : 1)[0]
  const to = first?._tag === "SetValue" ? first.to : undefined
  if (first?.file === "config" && field === undefined && isJsonObject(to)) {
    const { enabled, ...settings } = to
    const isBare = Object.keys(settings).length === 0
    return { is: "AddEntry", id, to: enabled === true, ...(isBare ? {} : { settings }) }
  }
  if (first?.cause === "desired_settings") {
    const set = changes.map((change) => [
      change.key.slice(1).join("."),
      change._tag === "SetValue" ? change.to : undefined
    ])
    return { is: "SetSettings", id, to: Object.fromEntries(set) }
  }
  if (field === "enabled" && typeof to === "boolean") {
    return { is: first?.file === "config" ? "SetEntryEnabled" : "SetRecordEnabled", id, to }
  }
  if (field === "version" && typeof to === "string") return { is: "SetRecordVersion", id, to }
  if (first?.file === "state" && field === undefined) {
    if (first._tag === "RemoveValue") return { is: "RemoveRecord", id }
    return { is: "RebuildRecord", id, to: readRecord(id, to).salvage }
  }
  throw new Error(`no rule plans ${JSON.stringify(changes)}`)
}

/** A repair in one word, with the value that it sets. */
export const wordOf = (repair: Repair): string => {
  if (repair._tag === "PutBack") return "PutBack"
  if (repair._tag === "Obtain" || repair._tag === "Remove" || repair._tag === "TakeOffMark")
    return repair._tag
  if (repair._tag === "Fetch") return repair.replacing ? "ReplaceBroken" : "Reinstall"
  const meaning = meaningOf(repair)
  if (meaning.is === "RemoveRecord") return meaning.is
  if (meaning.is === "SetSettings") return `${meaning.is}=${JSON.stringify(meaning.to)}`
  if (meaning.is === "AddEntry" && meaning.settings !== undefined)
    return `${meaning.is}=${meaning.to}+${JSON.stringify(meaning.settings)}`
  const { is, to } = meaning
  return `${is}${typeof to === "object" ? `=${to.enabled},${to.status},${to.version}` : `=${to}`}`
}

/** The version of the record that an edit rests on. */
export const readingOf = ({ given }: Edit): RecordReading | undefined =>
  given.flatMap((needed) => (needed._tag === "Record" ? [needed.reading] : []))[0]
