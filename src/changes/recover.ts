/**
 * Settles what a crash cut short, from the journalled intention. What an owner asked for is rolled forward;
 * a directory that was only half exchanged is put back. Under the root lock, so no other run is at it.
 */
import { Effect } from "effect"
import type { JournalChange, JournalRecord } from "../domain/changes/Journal.ts"
import { DiskWriter } from "../services/Disk.ts"
import { Installation, pathOf } from "../services/Installation.ts"
import { Journal } from "../services/Journal.ts"
import { Ledger, LedgerWriter } from "../services/Ledger.ts"
import { PluginStore } from "../services/PluginStore.ts"
import { RootLock } from "../services/RootLock.ts"
import { isHalfExchanged, keptExists, putBackOld } from "./halfExchanged.ts"
import { stepsOf } from "./steps.ts"
import { strayPlace } from "./strayPlace.ts"

export const recover = Effect.gen(function* () {
  if (!(yield* (yield* Ledger).interrupted)) return
  const { completed, records } = yield* (yield* Journal).view
  const ledger = yield* LedgerWriter
  for (const run of completed) yield* ledger.withdraw(run)
  for (const record of records.toReversed()) {
    if (record.status === "intended") yield* settle(record)
  }
}).pipe(
  Effect.catch((error) =>
    Effect.logWarning("an interrupted run could not be completed; the next one tries again", {
      problem: error.message
    })
  ),
  Effect.uninterruptible,
  Effect.withSpan("recover")
)

/**
 * Before anything is looked at without the lock: what an interrupted run had begun would be taken for what its
 * owner wants, and be gone once the lock is held.
 */
export const settleInterrupted = Effect.gen(function* () {
  if (yield* (yield* Ledger).interrupted) yield* (yield* RootLock).hold(recover)
})

const settle = Effect.fnUntraced(function* (record: JournalRecord) {
  const found = yield* strayPlace(record)
  // The next run can tell.
  if (found === "unknown") return
  if (found.stray !== undefined) {
    yield* Effect.logWarning(
      "an interrupted run names a place outside the plugins directory; it is left alone",
      {
        run: record.run_id,
        place: found.stray
      }
    )
    return yield* (yield* LedgerWriter).journal({ ...record, status: "interrupted" })
  }
  const forward = yield* isWanted(record)
  if (forward === "unknown") return
  const made: Array<JournalChange> = []
  for (const step of stepsOf(record.changes)) {
    const [first] = step.changes
    if (first !== undefined && (yield* isHalfExchanged(first))) yield* putBackOld(first)
    else if (forward) made.push(...(yield* step.make).made)
  }
  const ledger = yield* LedgerWriter
  const touched = record.changes.length > 0 && (forward || record.command === "reconcile")
  if (!touched) return yield* ledger.withdraw(record.run_id)
  yield* Effect.logInfo("an interrupted run was settled", { run: record.run_id, command: record.command })
  return yield* ledger.journal(
    forward ? { ...record, status: "done", changes: made } : { ...record, status: "interrupted" }
  )
})

/** Whether what was intended is still what its owner wants; what cannot be told now waits for the next run. */
const isWanted = Effect.fnUntraced(function* ({ changes, command }: JournalRecord) {
  switch (command) {
    case "enable":
    case "disable":
    case "undo":
      return true
    case "uninstall": {
      // Without mark and tombstone it had not begun, or the plugin has been installed again since.
      const { uninstalled } = yield* (yield* PluginStore).view(undefined)
      const id = changes[0]?.plugin_id ?? ""
      return uninstalled._tag === "Failure"
        ? "unknown"
        : uninstalled.success.marks.has(id) || uninstalled.success.tombstones.has(id)
    }
    case "install":
    case "update": {
      // It is in place, and only the accounts are missing; or it never came that far.
      const placed = changes.find(({ directory }) => directory?.present === true)
      const { root } = yield* Installation
      return (
        placed !== undefined &&
        !(yield* isHalfExchanged(placed)) &&
        (command === "install"
          ? yield* (yield* DiskWriter).exists(pathOf(root, placed.file))
          : yield* keptExists(placed))
      )
    }
    default:
      return false
  }
})
