/** The repairs of one run in the journal. */
import { Effect, Option, Ref, Result } from "effect"
import { touchedFiles } from "../../changes/inverse.ts"
import { type JournalledRun, REPAIRS, transaction } from "../../changes/transaction.ts"
import type { Change } from "../../domain/changes/Change.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import type { Run } from "../Run.ts"

/** What a repair means to change, and does. What it drops is not told: the next look finds it again. */
export interface RepairStep<E, R> {
  readonly changes: ReadonlyArray<Change>
  readonly carryOut: Effect.Effect<{ readonly made: ReadonlyArray<Change> }, E, R>
}

/**
 * Carries out one step of the run's repairs as a transaction, and keeps what came of it for the run's record. What is
 * not to be journalled needs no transaction either: no repair is taken back, and the next run looks at what is there.
 */
export const journalled = Effect.fnUntraced(function* <E, R>(run: Run, step: RepairStep<E, R>) {
  const isTold = (change: Change): boolean =>
    keepsFormer(change) || !run.unjournalled(change.plugin, change.cause)
  const told = step.changes.filter(isTold)
  const carried = yield* Ref.make<ReadonlyArray<Change>>([])
  const carryOut = Effect.tap(step.carryOut, ({ made }) => Ref.set(carried, made))
  if (told.length === 0) yield* carryOut
  else {
    const { changes: earlier, seen: before } = yield* Ref.get(run.progress)
    const { id, startedAtMs } = run
    const begun: JournalledRun = {
      id,
      command: "reconcile",
      startedAtMs,
      undoes: Option.none(),
      enabledOnly: false,
      desired: Option.fromUndefinedOr(before?.desired?.state.revision),
      earlier
    }
    const toldOf = Effect.map(carryOut, ({ made }) => ({ made: made.filter(isTold), dropped: [] }))
    const done = yield* transaction(begun, REPAIRS, [{ changes: told, carryOut: toldOf }])
    yield* Ref.update(run.progress, (progress) => ({ ...progress, changes: [...earlier, ...done.made] }))
  }
  const { seen } = yield* Ref.get(run.progress)
  if (seen !== undefined && Result.isSuccess(seen.disk))
    yield* (yield* LocalFiles).sweep(seen.disk.success.path)
  return { changedFiles: [...new Set((yield* Ref.get(carried)).flatMap(touchedFiles))] }
})

/** Only the journal says where the former directory is. */
const keepsFormer = (change: Change): boolean =>
  (change._tag === "PlaceFetched" || change._tag === "PutBack") && Option.isSome(change.kept)
