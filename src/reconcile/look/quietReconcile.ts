/**
 * A run that would change nothing, told from what reading alone shows: the usual case of a timer, without
 * loading or locking anything that only changes need.
 */
import { Clock, Effect, Option } from "effect"
import type { Policy } from "../../domain/Policy.ts"
import type { Report } from "../../domain/findings/Report.ts"
import { Journal } from "../../services/Journal.ts"
import { newAgreements } from "../judge/agreements.ts"
import { detect } from "../judge/detect.ts"
import { report, sourceErrors } from "../tell/report.ts"
import { surroundings } from "../judge/rules/PluginFacts.ts"
import { stillUndone } from "../judge/rules/undone.ts"
import { nextRunId } from "../../changes/runId.ts"
import { type Readers, snapshot } from "./snapshot.ts"
import { noOutcomes, observe, untried } from "../tell/outcomes.ts"

/** The report of `reconcile`, or `None` where that would write something, or ask the registry. */
export const quietReconcile = Effect.fn("quietReconcile")(function* (
  policy: Policy
): Effect.fn.Return<Option.Option<Report>, never, Readers> {
  const startedAtMs = yield* Clock.currentTimeMillis
  const { interrupted } = yield* Journal
  if (yield* interrupted) return Option.none()
  const seen = yield* snapshot(new Set())
  // An operation that began meanwhile may have been seen half done.
  if (yield* interrupted) return Option.none()
  const outcomes = observe(noOutcomes, detect(seen, policy))
  const open = untried(outcomes).length + newAgreements(seen).size + seen.store.unrecoverable.size
  const forgets = stillUndone(surroundings(seen, policy)) !== seen.ledger.undone
  if (open > 0 || forgets) return Option.none()
  return Option.some(
    report({
      mode: "reconcile",
      outcomes,
      sourceErrors: sourceErrors(seen),
      unrecoverable: seen.unrecoverable,
      changedFiles: new Set(),
      runId: yield* nextRunId,
      durationMs: (yield* Clock.currentTimeMillis) - startedAtMs,
      broken: undefined
    })
  )
})
