/**
 * A run that would change nothing, told from what reading alone shows: the usual case of a timer, without
 * loading or locking anything that only changes need.
 */
import { Clock, Effect, Option } from "effect"
import type { Policy } from "../domain/Policy.ts"
import type { Report } from "../domain/Report.ts"
import { newAgreements } from "./agreements.ts"
import { detect } from "./detect.ts"
import { report, sourceErrors } from "./report.ts"
import { nextRunId } from "./runId.ts"
import { type Readers, snapshot } from "./snapshot.ts"
import { emptyTally, observe, untried } from "./tally.ts"

/** The report of `reconcile`, or `None` where that would write something, or ask the registry. */
export const quietReconcile = Effect.fn("quietReconcile")(function* (
  policy: Policy
): Effect.fn.Return<Option.Option<Report>, never, Readers> {
  const startedAtMs = yield* Clock.currentTimeMillis
  const seen = yield* snapshot(new Set())
  const tally = observe(emptyTally, detect(seen, policy))
  if (untried(tally).length > 0 || newAgreements(seen).size > 0 || seen.store.hopeless.size > 0)
    return Option.none()
  return Option.some(
    report({
      mode: "reconcile",
      tally,
      sourceErrors: sourceErrors(seen),
      unrecoverable: seen.unrecoverable,
      changedFiles: new Set(),
      runId: yield* nextRunId,
      durationMs: (yield* Clock.currentTimeMillis) - startedAtMs,
      broken: undefined
    })
  )
})
