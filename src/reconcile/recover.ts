/**
 * Completes or takes back what a crash cut short, from the journalled intention. What an owner asked for is carried
 * out to its end; a directory that was only half exchanged is put back. Under the root lock, so no other run is at it.
 */
import { Effect, Option } from "effect"
import { type Change, isValueChange, type PlaceFetched } from "../domain/changes/Change.ts"
import { commandOf, type JournalChange, type JournalRecord } from "../domain/changes/Journal.ts"
import { changesOf, encodeChange } from "../domain/changes/journalChange.ts"
import { type ReplacedRecord, withMarks } from "../domain/sources/recordMarks.ts"
import { readRecord } from "../domain/sources/StateRecord.ts"
import { Journal } from "../services/ownFiles/Journal.ts"
import { JournalWriter } from "../services/writing/JournalWriter.ts"
import { Ledger } from "../services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../services/writing/LedgerWriter.ts"
import { PluginStore } from "../services/PluginStore.ts"
import { RootLock } from "../services/installation/RootLock.ts"
import { exists, isHalfExchanged, isPlaced, putBackFormer } from "../changes/directories.ts"
import { asksForEnabled } from "../changes/undoings.ts"
import { refusedRecord } from "../changes/refusedRecord.ts"
import { stepsOf } from "../changes/steps.ts"
import { orWarn } from "../changes/orWarn.ts"
import { forgetEntries, ofWholeFile, rememberUndone } from "./heldBack.ts"
import { snapshot } from "./look/snapshot.ts"

/** The policy of the run that recovers says what of an undone repair would be repaired again. */
export const recover = Effect.fn("recover")(
  function* () {
    const journal = yield* Journal
    if (!(yield* journal.interrupted)) return
    const { completed, records } = yield* journal.view
    const writer = yield* JournalWriter
    for (const run of completed) yield* writer.withdraw(run)
    for (const record of records.toReversed()) {
      if (record.status === "intended") yield* recoverRun(record, records)
    }
  },
  orWarn("an interrupted run could not be completed; the next one tries again"),
  Effect.uninterruptible
)

/**
 * Before anything is looked at without the lock: what an interrupted run had begun would be taken for what its
 * owner wants, and be gone once the lock is held.
 */
export const recoverInterrupted = Effect.fnUntraced(function* () {
  if (yield* (yield* Journal).interrupted) yield* (yield* RootLock).hold(recover())
})

/** What a crash left of these stays as it is, and is listed. */
const NOT_COMPLETED: ReadonlySet<string> = new Set(["reconcile", "resolve"])

const recoverRun = Effect.fnUntraced(function* (
  record: JournalRecord,
  records: ReadonlyArray<JournalRecord>
) {
  const journal = yield* JournalWriter
  const changes = changesOf(record)
  const found = yield* refusedRecord(record)
  // The next run can tell.
  if (found === "unknown") return
  if (Option.isSome(found.refused)) {
    yield* Effect.logWarning(
      "the journal tells of an interrupted run that is none of ours; it is left alone",
      {
        run: record.run_id,
        problem: `it ${found.refused.value}`
      }
    )
    return yield* journal.write({ ...record, status: "interrupted" })
  }
  const wanted = yield* isWanted(record, changes)
  if (wanted === "unknown") return
  const undone = reversedBy(record, records)
  // A look before: an entry that is missing at the next one was removed in between, and here.
  if (undone !== undefined) yield* snapshot(new Set())
  const made: Array<Change> = []
  for (const step of stepsOf(changes, asksForEnabled(record, records))) {
    const [first] = step.changes
    if (first?._tag === "PlaceFetched" && (yield* isHalfExchanged(first))) yield* putBackFormer(first)
    else if (wanted) made.push(...(yield* step.carryOut).made)
  }
  yield* rememberRecords(made)
  if (undone !== undefined && made.length > 0) {
    yield* forgetEntries(made)
    yield* rememberUndone(undone, undefined)
  }
  const isListed = wanted || NOT_COMPLETED.has(record.command) || record.values_left_out === true
  if (record.changes.length === 0 || !isListed) return yield* journal.withdraw(record.run_id)
  yield* Effect.logInfo(wanted ? "an interrupted run was completed" : "an interrupted run was closed", {
    run: record.run_id,
    command: record.command
  })
  return yield* journal.write(
    wanted
      ? { ...record, status: "done", changes: made.map(encodeChange) }
      : { ...record, status: "interrupted", changes: yield* Effect.filter(record.changes, mayBeMade) }
  )
})

/** The run that an undoing reverses, unless it rests on no source. */
const reversedBy = (
  { asked_by, undoes }: JournalRecord,
  records: ReadonlyArray<JournalRecord>
): JournalRecord | undefined => {
  const reversed = records.find(({ run_id }) => run_id === undoes)
  if (reversed === undefined || ofWholeFile(changesOf(reversed))) return undefined
  // A controller reverses a revision that did harm, which a person may try again: nothing of that is held back.
  const { desired: _, ...others } = reversed
  return asked_by === "controller" ? others : reversed
}

/**
 * A directory of which no copy is kept was not moved away: the run that does it says where it is then.
 */
const mayBeMade = ({ directory }: JournalChange) =>
  directory?.kept === undefined ? Effect.succeed(true) : exists(directory.kept)

/** Whether what was intended is still what its owner wants; what cannot be told now waits for the next run. */
const isWanted = Effect.fnUntraced(function* (record: JournalRecord, changes: ReadonlyArray<Change>) {
  const command = Option.getOrUndefined(commandOf(record))
  // Of which not all is known, nothing is completed: the half that is known might do harm.
  if (record.values_left_out === true) return false
  switch (command) {
    // Of a later version of this program: it knows what it wants.
    case undefined:
    // The next run, or a person, looks at what is there.
    case "reconcile":
    case "resolve":
      return false
    case "enable":
    case "disable":
    case "undo":
      return true
    case "uninstall": {
      // Without mark and tombstone it had not begun, or the plugin has been installed again since.
      const { uninstalled } = yield* (yield* PluginStore).view(undefined)
      const id = changes[0]?.plugin ?? ""
      return uninstalled._tag === "Failure"
        ? "unknown"
        : uninstalled.success.marks.has(id) || uninstalled.success.tombstones.has(id)
    }
    case "install":
    case "update": {
      // It is in place, and only the accounts are missing; or it never came that far.
      const placed = changes.find((change): change is PlaceFetched => change._tag === "PlaceFetched")
      return placed !== undefined && (yield* isPlaced(placed))
    }
  }
})

/** As the journal tells them: LEDMatrix may bring back from memory what a crashed run has replaced or removed. */
const rememberRecords = Effect.fnUntraced(function* (made: ReadonlyArray<Change>) {
  const replaced = made.flatMap((change): ReadonlyArray<ReplacedRecord> => {
    if (!isValueChange(change) || change.file !== "state" || change.key.length !== 2) return []
    const from = change._tag === "RemoveValue" ? Option.some(change.from) : change.from
    return Option.toArray(from).map((value) => [change.plugin, readRecord(change.plugin, value)])
  })
  yield* (yield* LedgerWriter).remember(withMarks(replaced, yield* (yield* Ledger).view))
})
