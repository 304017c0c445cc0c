/** What an undoing leaves to be remembered: what no run repairs again, and entries that LEDMatrix did not remove. */
import { Effect } from "effect"
import type { Change } from "../../domain/changes/Change.ts"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import { changesOf } from "../../domain/changes/journalChange.ts"
import { desiredEvidence } from "../../domain/desired/DesiredView.ts"
import { findingKey } from "../../domain/findings/Finding.ts"
import type { Policy } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { newAgreements } from "../../reconcile/judge/agreements.ts"
import { desiredKey, isDesiredReason } from "../../reconcile/judge/desired/desire.ts"
import { detect } from "../../reconcile/judge/detect.ts"
import { pluginFacts, type SnapshotFacts, snapshotFacts } from "../../reconcile/judge/facts/PluginFacts.ts"
import { evidence, idOf, stillUndone } from "../../reconcile/judge/facts/undone.ts"
import { snapshot } from "../../reconcile/look/snapshot.ts"
import { Ledger } from "../../services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../../services/writing/LedgerWriter.ts"
import type { AllSources } from "../allSources.ts"
import { remember, rememberRecords } from "../remember.ts"
import { orWarn } from "../../changes/orWarn.ts"

/**
 * Findings that the undoing of a repair brought back are held back: a person did not want that repair. What an
 * operation leaves when it is undone is drift like any other, and the next run repairs it.
 */
export const rememberUndone = Effect.fnUntraced(function* (
  record: JournalRecord,
  before: Snapshot,
  policy: Policy
) {
  const after = yield* snapshot(new Set())
  // What would be repaired with a store at hand: that this run has none changes nothing.
  const able: Policy = { ...policy, storeAvailable: true }
  const around = snapshotFacts(after, able)
  const isRepair = record.command === "reconcile"
  const undone = isRepair ? [...broughtBack(before, around, able), ...undesiredBy(record)] : []
  // What was held back of a plugin before an operation on it is not held back when that is undone.
  const ids = new Set(isRepair ? [] : changesOf(record).map(({ plugin }) => plugin))
  const still = [...stillUndone(around)].filter(([key]) => !ids.has(idOf(key)))
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
    .map(({ cause, plugin }) => [desiredKey(plugin, cause), desiredEvidence(desired)])
}

/** An entry that this undoing removed is no sign that LEDMatrix uninstalls its plugin. */
export const forgetEntries = Effect.fnUntraced(function* (made: ReadonlyArray<Change>, here: AllSources) {
  yield* rememberRecords(made, here)
  const removed = new Set(
    made.flatMap((change) =>
      change._tag === "RemoveValue" && change.file === "config" && change.key.length === 1
        ? [change.plugin]
        : []
    )
  )
  yield* Effect.forEach(removed, (id) => remember(id, undefined, made, here), { discard: true })
  const ledger = yield* Ledger
  yield* ledger.removedHere(removed)
  const { seen } = yield* ledger.view
  const entries = new Set([...seen.entries].filter((id) => !removed.has(id)))
  if (entries.size === seen.entries.size) return
  const { rememberSeen } = yield* LedgerWriter
  yield* orWarn("the plugins that are there could not be remembered")(rememberSeen({ ...seen, entries }))
})

/** The findings that were not there before, with the evidence on which they rest now. */
const broughtBack = (
  before: Snapshot,
  around: SnapshotFacts,
  policy: Policy
): ReadonlyArray<readonly [key: string, evidence: string]> => {
  const open = new Set(detect(before, policy).map(findingKey))
  return detect(around.snapshot, policy)
    .filter((finding) => finding.fix._tag === "Auto" && !open.has(findingKey(finding)))
    .map((finding) => [findingKey(finding), evidence(pluginFacts(finding.id, around), around)])
}
