/** What an undoing leaves to be remembered: what no run repairs again, and entries that LEDMatrix did not remove. */
import { Effect } from "effect"
import type { Change } from "../domain/changes/Change.ts"
import type { JournalRecord } from "../domain/changes/Journal.ts"
import { changesOf } from "../domain/changes/journalChange.ts"
import { desiredEvidence } from "../domain/desired/DesiredView.ts"
import { findingKey } from "../domain/findings/Finding.ts"
import { Policy } from "../services/Policy.ts"
import type { Snapshot } from "../domain/sources/Snapshot.ts"
import { newAgreements } from "./judge/agreements.ts"
import { desiredFindingKey, isDesiredReason } from "./judge/desired/desire.ts"
import { pluginFacts, type SnapshotFacts, snapshotFacts } from "./judge/facts/PluginFacts.ts"
import { statementLine, idOf, stillUndone } from "./judge/facts/undone.ts"
import { findingsOf } from "./look/findingsOf.ts"
import { snapshot } from "./look/snapshot.ts"
import { Ledger } from "../services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../services/writing/LedgerWriter.ts"
import { orWarn } from "../changes/orWarn.ts"

/** What such a run had put aside may be what a source cannot be read for: it rests on no source, but on whole files. */
export const ofWholeFile = (changes: ReadonlyArray<Change>): boolean =>
  changes.every(({ _tag }) => _tag === "ReplaceFile")

/**
 * Findings that the undoing of a repair brought back are held back: a person did not want that repair. What an
 * operation leaves when it is undone is drift like any other, and the next run repairs it. `before` is what was seen
 * before the undoing; of one that was cut short nothing of that is left, and every finding of a plugin that the repair
 * changed counts as brought back.
 */
export const rememberUndone = Effect.fnUntraced(function* (
  record: JournalRecord,
  before: Snapshot | undefined
) {
  const after = yield* snapshot(new Set())
  // What would be repaired with a store at hand: that this run has none changes nothing.
  const able = { ...(yield* Policy), storeAvailable: true }
  const around = snapshotFacts(after, able)
  const isRepair = record.command === "reconcile"
  const ids = new Set(changesOf(record).map(({ plugin }) => plugin))
  const undone = isRepair
    ? [
        ...(yield* Effect.provideService(broughtBack(before, ids, around), Policy, able)),
        ...undesiredBy(record)
      ]
    : []
  // What was held back of a plugin before an operation on it is not held back when that is undone.
  const still = [...stillUndone(around)].filter(([key]) => isRepair || !ids.has(idOf(key)))
  const ledger = yield* LedgerWriter
  yield* orWarn("what was undone could not be remembered")(
    ledger.rememberUndone(new Map([...still, ...undone]))
  )
  yield* orWarn("agreements could not be remembered")(ledger.remember(newAgreements(after)))
})

/** What a desired state had wanted: held back until its document changes. */
const undesiredBy = (record: JournalRecord): ReadonlyArray<readonly [key: string, evidence: string]> => {
  const { desired } = record
  if (desired === undefined) return []
  return changesOf(record)
    .filter(({ cause }) => isDesiredReason(cause))
    .map(({ cause, plugin }) => [desiredFindingKey(plugin, cause), desiredEvidence(desired)])
}

/** An entry that this undoing removed is no sign that LEDMatrix uninstalls its plugin. */
export const forgetEntries = Effect.fnUntraced(function* (made: ReadonlyArray<Change>) {
  const removed = new Set(
    made.flatMap((change) =>
      change._tag === "RemoveValue" && change.file === "config" && change.key.length === 1
        ? [change.plugin]
        : []
    )
  )
  if (removed.size === 0) return
  const ledger = yield* Ledger
  yield* ledger.removedHere(removed)
  const { agreements, seen } = yield* ledger.view
  const writer = yield* LedgerWriter
  const forgotten = [...agreements].filter(([id]) => removed.has(id))
  yield* orWarn("agreements could not be remembered")(
    writer.remember(
      new Map(forgotten.map(([id, { replaced }]) => [id, replaced === undefined ? undefined : { replaced }]))
    )
  )
  const entries = new Set([...seen.entries].filter((id) => !removed.has(id)))
  if (entries.size === seen.entries.size) return
  yield* orWarn("the plugins that are there could not be remembered")(
    writer.rememberSeen({ ...seen, entries })
  )
})

/** The findings that were not there before, with the evidence on which they rest now. */
const broughtBack = Effect.fnUntraced(function* (
  before: Snapshot | undefined,
  ids: ReadonlySet<string>,
  around: SnapshotFacts
) {
  const open = new Set((before === undefined ? [] : yield* findingsOf(before)).map(findingKey))
  return (yield* findingsOf(around.snapshot))
    .filter(({ fix }) => fix._tag === "Auto")
    .filter((finding) => (before === undefined ? ids.has(finding.id) : !open.has(findingKey(finding))))
    .map((finding) => [findingKey(finding), statementLine(pluginFacts(finding.id, around), around)] as const)
})
