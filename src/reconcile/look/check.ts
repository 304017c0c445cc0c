/** Looks, and changes nothing: the type holds reading capabilities only. */
import { Clock, Effect } from "effect"
import { Policy } from "../../services/Policy.ts"
import type { Report } from "../../domain/findings/Report.ts"
import { findingsOf } from "./findingsOf.ts"
import { isUnrecoverable, snapshotFacts } from "../judge/facts/PluginFacts.ts"
import { report, sourceErrors } from "../tell/report.ts"
import { nextRunId } from "../../changes/runId.ts"
import { type Readers, snapshot } from "./snapshot.ts"
import { noOutcomes, observe } from "../tell/outcomes.ts"

/**
 * What disagrees now, and what a run would do about it. Never fails: what could not be read is part of the
 * report. Writes nothing and uses no network. `unrecoverable` is what the asking process has learnt: a one-shot
 * check has learnt nothing.
 */
export const check = Effect.fn("check")(function* (
  unrecoverable: ReadonlySet<string> = new Set()
): Effect.fn.Return<Report, never, Readers> {
  const startedAt = yield* Clock.currentTimeMillis
  const runId = yield* nextRunId
  const seen = yield* snapshot(unrecoverable)
  const around = snapshotFacts(seen, yield* Policy)
  const endedAt = yield* Clock.currentTimeMillis
  return report({
    mode: "check",
    outcomes: observe(noOutcomes, yield* findingsOf(seen)),
    sourceErrors: sourceErrors(seen),
    unrecoverable: new Set(
      [...unrecoverable, ...seen.store.unrecoverable].filter((id) => isUnrecoverable(around, id))
    ),
    changedFiles: new Set(),
    runId,
    durationMs: endedAt - startedAt,
    broken: undefined
  })
})
