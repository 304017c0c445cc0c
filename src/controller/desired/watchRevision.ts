/** After each pass: watches the revision in force as `judgeRevision` says, and carries a taking back out. */
import { Duration, Effect, Option } from "effect"
import { AskedBy, asOneRun } from "../../changes/runId.ts"
import type { Report } from "../../domain/findings/Report.ts"
import { changedForDesired, undoRevision } from "../../operations/undo/undoRevision.ts"
import { snapshot } from "../../reconcile/look/snapshot.ts"
import { wantedBy } from "../../services/desired/judgeDocument.ts"
import { Journal } from "../../services/ownFiles/Journal.ts"
import { monotonicMs } from "../monotonicMs.ts"
import { takenBack } from "./desiredMemory.ts"
import { type DesiredProgress, isoNow } from "./progress.ts"
import { judgeRevision } from "./judgeRevision.ts"

/**
 * Reverses all that the revision changed, then has the one before it in force. Cut short anywhere, it is begun again:
 * what is reversed already is not reversed twice.
 */
const takeBack = Effect.fnUntraced(function* (progress: DesiredProgress) {
  const { memory } = yield* progress.get
  const { settling } = memory
  if (settling !== null) {
    // The pass that found the harm may be the run that did it: its record is not written over.
    const undone = yield* asOneRun("desired.takeBack", () =>
      undoRevision(new Set(settling.runs_before))
    ).pipe(
      // Also in a pass that a person asked for: that person did not ask for this.
      Effect.provideService(AskedBy, "controller"),
      Effect.map(Option.match({ onNone: () => [], onSome: ({ left_alone }) => left_alone })),
      Effect.catchIf(
        (error) => !error.transient,
        (error) => Effect.succeed([error.message])
      )
    )
    if (undone.length > 0)
      yield* Effect.logWarning("not all that the revision changed could be taken back", {
        left: undone.join("; ")
      })
  }
  yield* progress.persist(takenBack(memory, yield* isoNow), {
    sinceMs: yield* monotonicMs,
    appliedAtMs: undefined
  })
  yield* progress.count("harmful")
  yield* Effect.logWarning("a revision of the desired state was taken back", {
    revision: memory.in_force?.revision,
    reasons: memory.taking_back?.join("; ")
  })
})

const watched = Effect.fnUntraced(function* (progress: DesiredProgress, report: Report, settleMs: number) {
  const { appliedAtMs, memory } = yield* progress.get
  const { in_force, settling } = memory
  if (in_force === null || settling === null) return
  const { records } = yield* (yield* Journal).view
  const shown = {
    report,
    seen: yield* snapshot(new Set()),
    changed: changedForDesired(records, new Set(settling.runs_before)),
    loadedBefore: settling.loaded_before,
    wanted: wantedBy(in_force, progress.reading)
  }
  const next = judgeRevision(appliedAtMs, shown, yield* monotonicMs, settleMs)
  switch (next._tag) {
    case "Watch":
      return yield* progress.update(() => ({ appliedAtMs: next.appliedAtMs }))
    case "Settled":
      return yield* progress.persist({ ...memory, settling: null }, { appliedAtMs: undefined })
    case "TakeBack":
      return yield* progress.persist({ ...memory, taking_back: next.reasons })
  }
})

/** Whether something else is wanted now. */
export const passEnded = Effect.fn("desired.passEnded")(function* (
  progress: DesiredProgress,
  report: Report,
  settle: Duration.Duration
) {
  if ((yield* progress.pause) !== undefined) return false
  const { memory } = yield* progress.get
  if (memory.taking_back === null && report.source_errors.length === 0 && report.result !== "failed")
    yield* watched(progress, report, Duration.toMillis(settle))
  if ((yield* progress.get).memory.taking_back === null) return false
  yield* takeBack(progress)
  return true
})
