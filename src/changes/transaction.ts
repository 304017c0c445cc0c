/**
 * A run that changes one plugin: journalled before it begins, each step with its own inverse, and either all
 * of it or nothing. The caller holds the root lock.
 */
import { Cause, Clock, Effect, Exit, Result } from "effect"
import { localIsoTime } from "../domain/isoTime.ts"
import type { JournalChange, JournalRecord } from "../domain/changes/Journal.ts"
import { OperationRefused } from "../domain/Operation.ts"
import { LedgerWriter } from "../services/Ledger.ts"
import { discardedName, keptName } from "../services/disk/keptCopies.ts"
import { DiskWriter } from "../services/Disk.ts"
import { Installation, pathOf } from "../services/Installation.ts"
import { nextRunId } from "./runId.ts"
import { inverse, touchedFiles } from "./changes.ts"
import { isFresh, isHalfExchanged, putBackOld } from "./halfExchanged.ts"
import { type Step, stepsOf } from "./steps.ts"

export interface OperationRun {
  readonly id: string
  readonly command: string
  readonly startedAtMs: number
  readonly undoes?: string
}

export const beginOperation = Effect.fnUntraced(function* (command: string, undoes?: string) {
  return {
    id: yield* nextRunId,
    command,
    startedAtMs: yield* Clock.currentTimeMillis,
    ...(undoes === undefined ? {} : { undoes })
  } satisfies OperationRun
})

export interface Done {
  readonly made: ReadonlyArray<JournalChange>
  readonly dropped: ReadonlyArray<JournalChange>
  readonly changedFiles: ReadonlyArray<string>
}

const record = (
  run: OperationRun,
  status: JournalRecord["status"],
  changes: ReadonlyArray<JournalChange>
): JournalRecord => ({
  run_id: run.id,
  command: run.command,
  started_at: localIsoTime(run.startedAtMs),
  status,
  changes,
  ...(run.undoes === undefined ? {} : { undoes: run.undoes })
})

/**
 * Makes all steps. With `partial`, what has changed meanwhile is left alone and told; without, it takes the
 * whole operation back. Once begun it is not interrupted: it is short, and half of it would have to be undone.
 */
export const transaction = Effect.fn("transaction")(
  function* <E, R>(
    run: OperationRun,
    plugin: string,
    steps: ReadonlyArray<Step<E, R>>,
    options: { readonly partial?: boolean } = {}
  ) {
    yield* Effect.annotateCurrentSpan({ run: run.id })
    const ledger = yield* LedgerWriter
    const planned = steps.flatMap(({ changes }) => changes)
    yield* ledger.journal(record(run, "intended", planned)).pipe(
      // It may stand all the same, and would be carried out by the next run.
      Effect.tapError(() => Effect.ignore(ledger.withdraw(run.id)))
    )
    const sofar: Array<JournalChange> = []
    const dropped: Array<JournalChange> = []
    let underWay: ReadonlyArray<JournalChange> = []
    const exit = yield* Effect.exit(
      Effect.forEach(
        steps,
        Effect.fnUntraced(function* (step) {
          underWay = step.changes
          const result = yield* step.make
          underWay = []
          sofar.push(...result.made)
          dropped.push(...result.dropped)
          if (result.dropped.length > 0 && options.partial !== true) {
            return yield* new OperationRefused({
              plugin,
              code: "changed_meanwhile",
              problem: `${result.dropped[0]?.file ?? ""} was changed by another program at the same moment`,
              hint: "run it again"
            })
          }
        }),
        { discard: true }
      )
    )
    if (Exit.isFailure(exit)) {
      yield* takeBack(run, sofar, underWay)
      return yield* Effect.failCause(exit.cause)
    }
    // Whatever becomes of the account: what was done is done. Of nothing there is none.
    const account = sofar.length === 0 ? ledger.withdraw(run.id) : ledger.journal(record(run, "done", sofar))
    yield* Effect.ignoreCause(account, { log: "Warn" })
    return {
      made: sofar,
      dropped,
      changedFiles: [...new Set(sofar.flatMap(touchedFiles))]
    } satisfies Done
  },
  Effect.uninterruptible,
  (self, run) => Effect.annotateLogs(self, { run: run.id })
)

/**
 * Each step by its own inverse, the last one first. The step that failed is among them: it may have come half
 * way, and where it has not, its inverse finds nothing to do. What cannot be put back stays intended, and is
 * said.
 */
const takeBack = Effect.fnUntraced(function* (
  run: OperationRun,
  made: ReadonlyArray<JournalChange>,
  underWay: ReadonlyArray<JournalChange>
) {
  const ledger = yield* LedgerWriter
  // A fetched directory is placed whole or not at all, so where it failed another's may stand there.
  const halfDone = underWay.filter((change) => !isFresh(change))
  const inverses = [...made, ...halfDone]
    .toReversed()
    .map((change) => inverse(change, discarded(run, change)))
  const { root } = yield* Installation
  const disk = yield* DiskWriter
  const result = yield* Effect.exit(
    Effect.gen(function* () {
      for (const change of underWay) if (yield* isHalfExchanged(change)) yield* putBackOld(change)
      for (const step of stepsOf(inverses)) yield* step.make
      for (const change of made.filter(isFresh)) yield* disk.discard(pathOf(root, discarded(run, change)))
    })
  )
  if (Exit.isFailure(result)) {
    return yield* Effect.logError("a step could not be taken back; the next run settles it", {
      problem: Result.match(Cause.findError(result.cause), {
        onFailure: () => "a fault of the program",
        onSuccess: (error) => error.message
      })
    })
  }
  yield* Effect.ignore(ledger.withdraw(run.id))
})

/** Where an undone directory goes, to be kept for a while. */
export const keptPlace = (run: OperationRun, { file }: JournalChange): string =>
  beside(file, (name) => keptName(run.id, name))

/** Where a freshly fetched directory goes that must not stay. */
const discarded = (run: OperationRun, { file }: JournalChange): string =>
  beside(file, (name) => discardedName(run.id, name))

const beside = (file: string, rename: (name: string) => string): string => {
  const slash = file.lastIndexOf("/")
  return file.slice(0, slash + 1) + rename(file.slice(slash + 1))
}
