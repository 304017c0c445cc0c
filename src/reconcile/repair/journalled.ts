/** The repairs of one run in the journal. */
import { Effect, Option, Ref, Result } from "effect"
import type { Step } from "../../changes/steps.ts"
import { type JournalledRun, REPAIRS, transaction } from "../../changes/transaction.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import type { Run } from "../Run.ts"

/** Carries out one step of the run's repairs as a transaction, and keeps what came of it for the run's record. */
export const journalled = Effect.fnUntraced(function* <E, R>(run: Run, step: Step<E, R>) {
  const { changes: earlier } = yield* Ref.get(run.progress)
  const { id, startedAtMs } = run
  const begun: JournalledRun = {
    id,
    command: "reconcile",
    startedAtMs,
    undoes: Option.none(),
    enabledOnly: false,
    earlier
  }
  const done = yield* transaction(begun, REPAIRS, [step])
  yield* Ref.update(run.progress, (progress) => ({ ...progress, changes: [...earlier, ...done.made] }))
  const { seen } = yield* Ref.get(run.progress)
  if (seen !== undefined && Result.isSuccess(seen.disk))
    yield* (yield* LocalFiles).sweep(seen.disk.success.path)
  return done
})
