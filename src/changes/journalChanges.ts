/** Pure: the journal's account of a plan, made before anything is written. */
import { Option, Schema } from "effect"
import type { ConfigEdit, StateEdit } from "../domain/changes/Action.ts"
import type { EntryEnabled } from "../domain/sources/ConfigView.ts"
import type { Finding } from "../domain/findings/Finding.ts"
import type { DirectoryChange, JournalChange } from "../domain/changes/Journal.ts"
import { LEFT_OUT } from "../domain/changes/leftOut.ts"
import { type StateRecord, switchedStatus } from "../domain/sources/StateRecord.ts"
import type { Plan, Step } from "../reconcile/judge/plan.ts"

export const CONFIG_FILE = "config/config.json"
export const STATE_FILE = "data/plugin_state.json"

const decodeJson = Schema.decodeUnknownOption(Schema.Json)

/** Most values are booleans, and there may be hundreds: only what has an inside is looked into. */
const asJson = (value: unknown): Option.Option<Schema.Json> =>
  typeof value === "boolean" || typeof value === "string" || value === null
    ? Option.some(value)
    : decodeJson(value)

/** A parsed value as it is journalled; what is no JSON was never in a file. */
export const jsonOf = (value: unknown): Schema.Json => Option.getOrElse(asJson(value), () => null)

type Value = Pick<JournalChange, "key" | "before" | "after" | "directory">

/** One value of a JSON file; `undefined` is "nothing there" on either side. */
const value = (key: ReadonlyArray<string>, before: unknown, after: unknown): Value => ({
  key,
  ...Option.match(asJson(before), { onNone: () => ({}), onSome: (json) => ({ before: json }) }),
  ...Option.match(asJson(after), { onNone: () => ({}), onSome: (json) => ({ after: json }) })
})

/** A directory that appeared, or that took another's place. */
export const directoryChange = (
  finding: Finding,
  file: string,
  directory: DirectoryChange
): JournalChange => ({
  plugin_id: finding.id,
  reason: finding.reason,
  file,
  directory
})

export const plannedChanges = (plan: Plan, shownPlugins: string): ReadonlyArray<JournalChange> => [
  ...plan.configEdits.flatMap((step) => changes(step, CONFIG_FILE, configValues(step.action))),
  ...plan.stateEdits.flatMap((step) => changes(step, STATE_FILE, stateValues(step.action))),
  ...plan.putBacks.flatMap((step) =>
    changes(step, `${shownPlugins}/${step.action.id}`, [
      { directory: { present: true, from: `${shownPlugins}/${step.action.directory}` } }
    ])
  )
]

const changes = <A>(
  step: Step<A>,
  file: string,
  values: ReadonlyArray<Value>
): ReadonlyArray<JournalChange> => {
  const finding = step.settles.at(-1)
  return finding === undefined
    ? []
    : values.map((change) => ({ plugin_id: finding.id, reason: finding.reason, file, ...change }))
}

const configValues = (edit: ConfigEdit): ReadonlyArray<Value> =>
  edit._tag === "AddEntry"
    ? [value([edit.id], undefined, { enabled: edit.enabled })]
    : [value([edit.id, "enabled"], before(edit.from), edit.to)]

const before = (enabled: EntryEnabled): unknown => (enabled._tag === "Absent" ? undefined : enabled.value)

/** Every write touches these two: they tell nothing of who changed what. */
export const journalledRecord = (record: StateRecord) => ({
  ...record,
  last_updated: LEFT_OUT,
  config_version: LEFT_OUT
})

const stateValues = (edit: StateEdit): ReadonlyArray<Value> => {
  const record = ["states", edit.id]
  switch (edit._tag) {
    case "SetRecordEnabled": {
      const { enabled, status } = edit.from.salvage
      const follows = switchedStatus(edit.to)
      const flag = value([...record, "enabled"], enabled, edit.to)
      return follows === status ? [flag] : [flag, value([...record, "status"], status, follows)]
    }
    case "SetRecordVersion":
      return [value([...record, "version"], edit.from.salvage.version, edit.to)]
    case "RebuildRecord":
      return [value(record, edit.from.value, journalledRecord(edit.to))]
    case "RemoveRecord":
      return [value(record, edit.from.value, undefined)]
  }
}
