/** Takes away a plugin that the desired state does not want: the changes of an uninstall that keeps what can be kept. */
import { Effect, Result } from "effect"
import { stepsOf } from "../../changes/steps.ts"
import type { UndesiredPlugin } from "../../domain/changes/Repair.ts"
import { type Failure, Outcome } from "../../domain/findings/Outcome.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { withMarks } from "../../domain/sources/recordMarks.ts"
import { Policy } from "../../services/Policy.ts"
import { LedgerWriter } from "../../services/writing/LedgerWriter.ts"
import { recordsChanged } from "../judge/agreements.ts"
import { plan, type PlanStep } from "../judge/plan.ts"
import { pluginFacts, snapshotFacts } from "../judge/facts/PluginFacts.ts"
import { giveOutcome, noteChangedFiles, type Run } from "../Run.ts"
import { inOrder } from "./inOrder.ts"
import { journalled } from "./journalled.ts"
import { noteSeen, removalOf } from "./removal.ts"
import { failureOf } from "../../domain/errors/ServiceError.ts"
import { stillWanted } from "./stillWanted.ts"
import { orWarn } from "../../changes/orWarn.ts"

/** The caller holds the root lock. */
export const removePlugin = Effect.fn("removePlugin")(function* (
  run: Run,
  { findings }: PlanStep<UndesiredPlugin>
) {
  const now = yield* stillWanted(run, findings)
  if (now === undefined) return
  for (const { repair } of plan(now.findings).removals) {
    const attempt = yield* Effect.result(removed(run, repair, now.seen))
    yield* giveOutcome(
      run,
      findings,
      Result.isSuccess(attempt) ? Outcome.Fixed() : Outcome.Failed({ error: asFailure(attempt.failure) })
    )
  }
})

const asFailure = (error: Effect.Error<ReturnType<typeof removed>>): Failure =>
  "reason" in error ? failureOf(error) : { kind: "transient", code: error.code, message: error.message }

const removed = Effect.fnUntraced(function* (run: Run, repair: UndesiredPlugin, seen: Snapshot) {
  const { cause, directories, forget, plugin } = repair
  const here = Result.all({ disk: seen.disk, uninstalled: seen.store.uninstalled })
  if (Result.isFailure(here)) return
  const around = snapshotFacts(seen, yield* Policy)
  const facts = pluginFacts(plugin, around)
  // Secrets stay: a document names none, and takes none away.
  const what = { cause, runId: run.id, directories, entry: forget, secrets: false }
  const changes = yield* removalOf(facts, what, here.success)
  const done = yield* journalled(run, inOrder(stepsOf(changes)))
  yield* noteChangedFiles(run, done.changedFiles)
  yield* noteSeen({ disk: here.success.disk, seen }, { removed: directories })
  const marks = withMarks(recordsChanged(changes, around.records), seen.ledger)
  const { remember } = yield* LedgerWriter
  yield* orWarn("removed records could not be remembered")(remember(marks))
})
