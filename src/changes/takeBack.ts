/** Takes back what a transaction has made, after an error in one of its steps. */
import { type Cause, Effect, Exit, Option } from "effect"
import type { Change, PlaceFetched } from "../domain/changes/Change.ts"
import { encodeChange } from "../domain/changes/journalChange.ts"
import { discardedName, keptName } from "../services/disk/localFiles/keptCopies.ts"
import { DiskWriter } from "../services/writing/DiskWriter.ts"
import { Installation, pathOf } from "../services/installation/Installation.ts"
import { JournalWriter } from "../services/writing/JournalWriter.ts"
import { beside, isHalfExchanged, putBackFormer } from "./directories.ts"
import { inverse, touchedFiles } from "./inverse.ts"
import { problemOf } from "./problemOf.ts"
import { stepsOf } from "./steps.ts"

/** Where an undone directory goes, to be kept for a while. */
export const keptPlace = (runId: string, place: string): string =>
  beside(place, (name) => keptName(runId, name))

/** Where a freshly fetched directory goes that must not stay. */
const discardedPlace = (runId: string, place: string): string =>
  beside(place, (name) => discardedName(runId, name))

const isFetched = (change: Change): change is PlaceFetched => change._tag === "PlaceFetched"

/** Where a change was made, for people; `undefined` for our own records, which are nothing that was changed. */
const placeOf = (change: Change): string | undefined => {
  if (touchedFiles(change).length === 0) return undefined
  const { file, key } = encodeChange(change)
  return key === undefined ? file : `${file}: ${key.join(" › ")}`
}

/**
 * Each change by its own inverse, the last one first. The step that failed is among them: it may have come half
 * way, and where it has not, its inverse finds nothing to do. What cannot be put back stays intended, is logged, and
 * is returned: the places that stand as the operation left them. Where only a record of our own stays, nothing was changed,
 * and nothing is left to be completed.
 */
export const takeBack = Effect.fnUntraced(function* (
  run: { readonly id: string; readonly enabledOnly: boolean },
  made: ReadonlyArray<Change>,
  underWay: ReadonlyArray<Change>
) {
  const journal = yield* JournalWriter
  // A fetched directory is placed whole or not at all, so where it failed another's may stand there.
  const halfDone = underWay.filter((change) => !isFetched(change))
  const inverses = [...made, ...halfDone]
    .toReversed()
    .flatMap((change) =>
      Option.toArray(inverse(change, isFetched(change) ? discardedPlace(run.id, change.place) : ""))
    )
  const { root } = yield* Installation
  const disk = yield* DiskWriter
  const standing = new Set([...made, ...underWay].flatMap((change) => placeOf(change) ?? []))
  const result = yield* Effect.exit(
    Effect.gen(function* () {
      for (const change of underWay.filter(isFetched)) {
        if (yield* isHalfExchanged(change)) yield* putBackFormer(change)
        standing.delete(change.place)
      }
      for (const step of stepsOf(inverses, run.enabledOnly)) {
        yield* step.carryOut
        for (const change of step.changes) standing.delete(placeOf(change) ?? "")
      }
      for (const { place } of made.filter(isFetched)) {
        yield* disk.discard(pathOf(root, discardedPlace(run.id, place)))
      }
    })
  )
  if (Exit.isFailure(result)) yield* tell(result.cause, standing.size === 0)
  if (Exit.isSuccess(result) || standing.size === 0) {
    yield* Effect.ignore(journal.withdraw(run.id))
    return []
  }
  return [...standing]
})

const tell = (cause: Cause.Cause<{ readonly message: string }>, isNote: boolean): Effect.Effect<void> => {
  const problem = problemOf(cause)
  return isNote
    ? Effect.logWarning("a note of this program's own could not be taken back", { problem })
    : Effect.logError("a step could not be taken back; the next run completes it or takes it back", {
        problem
      })
}
