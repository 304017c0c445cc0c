/** Pure: what config and saved state agree on after a run, and what this program replaced on the way. */
import { Option, Result } from "effect"
import type { Edit } from "../../domain/changes/Evidence.ts"
import { type Change, isValueChange } from "../../domain/changes/Change.ts"
import { byCodePoint } from "../../domain/plugin/PluginId.ts"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { changedLately } from "../../domain/sources/lostEntries.ts"
import { type ConfigView, enabledVote } from "../../domain/sources/ConfigView.ts"
import type { Agreement, LedgerView, RecordMark } from "../../domain/sources/Ledger.ts"
import { type AgreementChanges, type ReplacedRecord, withMarks } from "../../domain/sources/recordMarks.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import type { RecordReading } from "../../domain/sources/StateRecord.ts"

/** Removed plugins whose records are remembered: LEDMatrix's memory of them lasts as long as its process. */
const REMOVED_MAX = 100

/**
 * The values on which entry and record newly agree. What was agreed on a plugin that neither knows any more is
 * forgotten, so that the file does not grow for ever; of the records that were removed the newest stay. Nothing is
 * concluded from a source that could not be read, or is none.
 */
export const newAgreements = (snapshot: Snapshot): AgreementChanges => {
  const changes = new Map<string, Agreement | undefined>()
  const state = Option.filter(snapshot.state, Result.isSuccess)
  if (Result.isFailure(snapshot.config) || Option.isNone(state)) return changes
  const config = snapshot.config.success
  const { values } = config
  const { records } = state.value.success
  const { agreements } = snapshot.ledger
  for (const [id, record] of records) {
    const value = values.get(id)
    if (value?._tag !== "Entry" || record.faults.length > 0) continue
    const vote = enabledVote(value.enabled, snapshot.host.traits)
    if (vote === undefined || vote !== record.salvage.enabled) continue
    const remembered = agreements.get(id)
    // What is remembered of a plugin also says that it was seen in its place.
    if (remembered?.enabled === undefined && awaitsCopy(id, snapshot)) continue
    if (remembered?.enabled !== vote) changes.set(id, { ...remembered, enabled: vote })
  }
  const removed: Array<RemovedRecord> = []
  for (const [id, { enabled, replaced }] of agreements) {
    if (values.has(id) || records.has(id)) continue
    if (replaced === undefined) {
      if (!isLeaving(id, config, snapshot)) changes.set(id, undefined)
      continue
    }
    if (enabled !== undefined && !isLeaving(id, config, snapshot)) changes.set(id, { replaced })
    removed.push([id, replaced])
  }
  for (const [id] of removed.toSorted(byNewestMark).slice(REMOVED_MAX)) changes.set(id, undefined)
  return changes
}

const isOnDisk = (id: string, { plugins }: DiskView): boolean => plugins.some((plugin) => plugin.id === id)

/** Whether a plugin is gone but for a copy that was set aside. */
const awaitsCopy = (id: string, { disk }: Snapshot): boolean =>
  Result.isSuccess(disk) && disk.success.setAside.has(id) && !isOnDisk(id, disk.success)

/** Whether LEDMatrix may be uninstalling a plugin: what was agreed on is then all that tells it from a new one. */
const isLeaving = (id: string, config: ConfigView, { disk, takenAtMs }: Snapshot): boolean =>
  changedLately(config, takenAtMs) && (Result.isFailure(disk) || isOnDisk(id, disk.success))

type RemovedRecord = readonly [id: string, marks: ReadonlyArray<RecordMark>]

const byNewestMark = ([, [a]]: RemovedRecord, [, [b]]: RemovedRecord): number =>
  byCodePoint(b?.last_updated ?? "", a?.last_updated ?? "")

/** The versions of records that the edits replaced or removed: seen again, they are LEDMatrix's memory coming back. */
export const replacedRecords = (edits: ReadonlyArray<Edit>, ledger: LedgerView): AgreementChanges =>
  withMarks(edits.flatMap(recordsReplaced), ledger)

/** Records as they were read, of which the edit leaves another version, or none; an edit of config leaves them. */
const recordsReplaced = ({ changes, given }: Edit): ReadonlyArray<ReplacedRecord> =>
  given.flatMap((needed) =>
    needed._tag === "Record" && needed.file === changes[0].file ? [[needed.plugin, needed.reading]] : []
  )

/** The same of the changes of an operation, of records as they were read for it. */
export const recordsChanged = (
  changes: ReadonlyArray<Change>,
  records: ReadonlyMap<string, RecordReading>
): ReadonlyArray<ReplacedRecord> => {
  const ids = new Set(
    changes.flatMap((change) => (isValueChange(change) && change.file === "state" ? [change.plugin] : []))
  )
  return [...ids].flatMap((id) => {
    const reading = records.get(id)
    return reading === undefined ? [] : [[id, reading]]
  })
}
