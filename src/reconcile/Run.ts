/** One run of `reconcile`: what it was asked, what it has learnt so far, what it has changed so far. */
import { Clock, Effect, Ref } from "effect"
import type { DiskView } from "../domain/sources/DiskView.ts"
import type { Finding } from "../domain/findings/Finding.ts"
import type { Change } from "../domain/changes/Change.ts"
import type { Outcome } from "../domain/findings/Outcome.ts"
import type { Reading } from "../domain/sources/Source.ts"
import type { Snapshot } from "../domain/sources/Snapshot.ts"
import { sourceErrors } from "./tell/report.ts"
import { findingsOf } from "./look/findingsOf.ts"
import { nextRunId } from "../changes/runId.ts"
import { snapshot } from "./look/snapshot.ts"
import { noOutcomes, observe, type RunOutcomes, withOutcome } from "./tell/outcomes.ts"

export interface RunProgress {
  readonly outcomes: RunOutcomes
  readonly changedFiles: ReadonlySet<string>
  readonly changes: ReadonlyArray<Change>
  /** Plugins that it has brought where neither a directory nor an entry was. */
  readonly brought: ReadonlySet<string>
  /** The last snapshot taken. */
  readonly seen: Snapshot | undefined
}

export interface Run {
  readonly id: string
  readonly startedAtMs: number
  /** The unrecoverable plugins; the run adds to it, and detects by what it held at the beginning. */
  readonly unrecoverable: Ref.Ref<ReadonlySet<string>>
  readonly unrecoverableBefore: ReadonlySet<string>
  readonly progress: Ref.Ref<RunProgress>
  /** Whether a change, by plugin and reason, is left out of the journal. */
  readonly unjournalled: (plugin: string, reason: string) => boolean
}

const TELL_ALL: Run["unjournalled"] = () => false

export const beginRun = Effect.fnUntraced(function* ({
  unjournalled = TELL_ALL,
  unrecoverable
}: Pick<Run, "unrecoverable"> & Partial<Pick<Run, "unjournalled">>) {
  const startedAtMs = yield* Clock.currentTimeMillis
  const id = yield* nextRunId
  const unrecoverableBefore = yield* Ref.get(unrecoverable)
  const progress = yield* Ref.make<RunProgress>({
    outcomes: noOutcomes,
    changedFiles: new Set(),
    changes: [],
    brought: new Set(),
    seen: undefined
  })
  return {
    unjournalled,
    unrecoverable,
    id,
    startedAtMs,
    unrecoverableBefore,
    progress
  } satisfies Run
})

/**
 * What is wrong now. Failures that this run remembered do not count within it: the finding that led to them
 * must not come back under another reason. Nor does the copy of the registry prove that a plugin does not exist: the run
 * asks for it.
 */
export const look = Effect.fnUntraced(function* (run: Run, disk?: Reading<DiskView>) {
  const { brought, seen: before } = yield* Ref.get(run.progress)
  const now = yield* snapshot(run.unrecoverableBefore, disk)
  const { failures: failuresBefore, unrecoverable } = (before ?? now).store
  const failures = new Map(
    [...now.store.failures].filter(
      ([id, { failedAtMs, version }]) =>
        version === undefined || failuresBefore.get(id)?.failedAtMs === failedAtMs
    )
  )
  const store = { ...now.store, failures, unrecoverable, registryProvesAbsence: false }
  const seen: Snapshot = { ...now, brought, store }
  yield* Ref.update(run.progress, (progress) => ({ ...progress, seen }))
  return { seen, findings: yield* findingsOf(seen) }
})

/** Looks, and takes what it finds into account. `disk` stands where nothing can have changed it since. */
export const observeRound = Effect.fnUntraced(function* (run: Run, disk?: Reading<DiskView>) {
  const { findings, seen } = yield* look(run, disk)
  const sawAll = sourceErrors(seen).length === 0
  return yield* Ref.modify(run.progress, (progress) => {
    const outcomes = observe(progress.outcomes, findings, sawAll)
    return [outcomes, { ...progress, outcomes }]
  })
})

export const giveOutcome = (
  run: Run,
  findings: ReadonlyArray<Finding>,
  outcome: Outcome
): Effect.Effect<void> =>
  Ref.update(run.progress, (progress) => ({
    ...progress,
    outcomes: withOutcome(progress.outcomes, findings, outcome)
  }))

export const noteChangedFiles = (run: Run, files: ReadonlyArray<string>): Effect.Effect<void> =>
  Ref.update(run.progress, (progress) => ({
    ...progress,
    changedFiles: new Set([...progress.changedFiles, ...files])
  }))

export const noteBrought = (run: Run, id: string): Effect.Effect<void> =>
  Ref.update(run.progress, (progress) => ({ ...progress, brought: new Set([...progress.brought, id]) }))
