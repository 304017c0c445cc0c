/** What entry and record say of a plugin's `enabled`, and the account of a change of it that LEDMatrix has made. */
import { Effect, Equal, Option, Result } from "effect"
import { type Change, setValue, type Why } from "../domain/changes/Change.ts"
import { jsonOf } from "../domain/changes/jsonOf.ts"
import { journalledRecord } from "../domain/changes/leftOut.ts"
import type { ConfigEntry, NotAnEntry } from "../domain/sources/ConfigView.ts"
import type { Snapshot } from "../domain/sources/Snapshot.ts"
import type { RecordReading } from "../domain/sources/StateRecord.ts"
import { Config } from "../services/Config.ts"
import { StateStore } from "../services/StateStore.ts"

export interface EnabledSides {
  readonly entry: ConfigEntry | NotAnEntry | undefined
  readonly record: RecordReading | undefined
}

/** `None` where either could not be read. Where LEDMatrix keeps no saved state there is no record. */
export const enabledSides = (
  id: string,
  { config, state }: Pick<Snapshot, "config" | "state">
): Option.Option<EnabledSides> =>
  Result.isFailure(config) || Option.exists(state, Result.isFailure)
    ? Option.none()
    : Option.some({
        entry: config.success.values.get(id),
        record: Option.getOrUndefined(recordIn(state, id))
      })

const recordIn = (state: Snapshot["state"], id: string): Option.Option<RecordReading> =>
  state.pipe(
    Option.filter(Result.isSuccess),
    Option.flatMapNullishOr(({ success }) => success.records.get(id))
  )

/** The same as they are now. */
export const enabledSidesNow = Effect.fnUntraced(function* (id: string) {
  const config = yield* (yield* Config).read
  const state = yield* (yield* StateStore).read
  return enabledSides(id, { config, state })
})

/** Pure: what has changed from `before` to `after`, told as this program tells its own edits. */
export const enabledAccount = (
  why: Why,
  before: EnabledSides,
  after: EnabledSides
): ReadonlyArray<Change> => [
  ...entryAccount(why, before.entry, after.entry),
  ...recordAccount(why, before.record, after.record)
]

const entryAccount = (
  why: Why,
  before: EnabledSides["entry"],
  after: EnabledSides["entry"]
): ReadonlyArray<Change> => {
  if (after?._tag !== "Entry" || after.enabled._tag === "Absent") return []
  const now = jsonOf(after.enabled.value)
  const entry = { ...why, file: "config", key: [why.plugin] } as const
  if (before?._tag !== "Entry") return [setValue(entry, undefined, { enabled: now })]
  if (Equal.equals(before.enabled, after.enabled)) return []
  const was = before.enabled._tag === "Absent" ? undefined : jsonOf(before.enabled.value)
  return [setValue({ ...entry, key: [why.plugin, "enabled"] }, was, now)]
}

const recordAccount = (
  why: Why,
  before: RecordReading | undefined,
  after: RecordReading | undefined
): ReadonlyArray<Change> => {
  const record = { ...why, file: "state", key: ["states", why.plugin] } as const
  if (after === undefined) return []
  if (before === undefined) return [setValue(record, undefined, journalledRecord(after.value))]
  if (before.faults.length > 0) return [setValue(record, jsonOf(before.value), journalledRecord(after.value))]
  return (["enabled", "status"] as const).flatMap((field) => {
    const [was, now] = [before.salvage[field] ?? null, after.salvage[field] ?? null]
    return was === now ? [] : [setValue({ ...record, key: [...record.key, field] }, was, now)]
  })
}
