/** What entry and record say of a plugin's `enabled`, and the journal's account of what came of a change of it. */
import { Effect, Result } from "effect"
import type { ConfigEntry, NotAnEntry } from "../domain/sources/ConfigView.ts"
import type { JournalChange } from "../domain/changes/Journal.ts"
import { LEFT_OUT } from "../domain/changes/leftOut.ts"
import type { Snapshot } from "../domain/sources/Snapshot.ts"
import type { RecordReading } from "../domain/sources/StateRecord.ts"
import { isJsonObject } from "../json/JsonValue.ts"
import { Config } from "../services/Config.ts"
import { StateStore } from "../services/StateStore.ts"
import { CONFIG_FILE, jsonOf, STATE_FILE } from "./journalChanges.ts"

export interface EnabledSides {
  readonly entry: ConfigEntry | NotAnEntry | undefined
  readonly record: RecordReading | undefined
}

/** `undefined` where either could not be read. */
export const enabledSides = (
  id: string,
  { config, state }: Pick<Snapshot, "config" | "state">
): EnabledSides | undefined =>
  Result.isSuccess(config) && Result.isSuccess(state)
    ? { entry: config.success.values.get(id), record: state.success.records.get(id) }
    : undefined

/** The same as they are now. */
export const enabledSidesNow = Effect.fnUntraced(function* (id: string) {
  const config = yield* (yield* Config).read
  const state = yield* (yield* StateStore).read
  return enabledSides(id, { config, state })
})

/** Settings beside `enabled` are no part of it. */
export const sameSides = (a: EnabledSides, b: EnabledSides): boolean => picture(a) === picture(b)

const picture = ({ entry, record }: EnabledSides): string =>
  JSON.stringify([entry?._tag === "Entry" ? entry.enabled : (entry?._tag ?? null), record?.value ?? null])

/** Pure: what has changed from `before` to `after`, told as this program tells its own edits. */
export const enabledAccount = (
  id: string,
  reason: string,
  before: EnabledSides,
  after: EnabledSides
): ReadonlyArray<JournalChange> => [
  ...entryAccount({ plugin_id: id, reason, file: CONFIG_FILE }, before.entry, after.entry),
  ...recordAccount({ plugin_id: id, reason, file: STATE_FILE }, before.record, after.record)
]

type Told = Pick<JournalChange, "plugin_id" | "reason" | "file">

const entryAccount = (
  told: Told,
  before: EnabledSides["entry"],
  after: EnabledSides["entry"]
): ReadonlyArray<JournalChange> => {
  if (after?._tag !== "Entry" || after.enabled._tag === "Absent") return []
  const now = jsonOf(after.enabled.value)
  if (before?._tag !== "Entry") return [{ ...told, key: [told.plugin_id], after: { enabled: now } }]
  if (JSON.stringify(before.enabled) === JSON.stringify(after.enabled)) return []
  const was = before.enabled._tag === "Absent" ? {} : { before: jsonOf(before.enabled.value) }
  return [{ ...told, key: [told.plugin_id, "enabled"], ...was, after: now }]
}

const recordAccount = (
  told: Told,
  before: RecordReading | undefined,
  after: RecordReading | undefined
): ReadonlyArray<JournalChange> => {
  const key = ["states", told.plugin_id]
  if (after === undefined) return []
  if (before === undefined) return [{ ...told, key, after: journalled(after) }]
  if (before.faults.length > 0) {
    return [{ ...told, key, before: jsonOf(before.value), after: journalled(after) }]
  }
  const fields = ["enabled", "status"] as const
  return fields.flatMap((field) => {
    const [was, now] = [before.salvage[field] ?? null, after.salvage[field] ?? null]
    return was === now ? [] : [{ ...told, key: [...key, field], before: was, after: now }]
  })
}

/** Every write touches these two: they tell nothing of who changed what. */
const journalled = ({ value }: RecordReading) =>
  jsonOf(isJsonObject(value) ? { ...value, last_updated: LEFT_OUT, config_version: LEFT_OUT } : value)
