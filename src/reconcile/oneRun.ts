/**
 * One run from its beginning to its report. Its first look needs readers alone, and the run ends with it where
 * there is nothing to repair, remember, recover or forget: then nothing that writes is loaded or locked.
 */
import { Cause, Clock, Effect, Option, Ref } from "effect"
import { stepFor } from "../domain/errors/stepFor.ts"
import type { Failure } from "../domain/findings/Outcome.ts"
import type { Report } from "../domain/findings/Report.ts"
import type { AgreementChanges } from "../domain/sources/recordMarks.ts"
import { isMore, seenNow, type SeenPlugins } from "../domain/sources/SeenPlugins.ts"
import type { Snapshot } from "../domain/sources/Snapshot.ts"
import type { PolicyValues } from "../domain/Policy.ts"
import { anyHolds } from "../domain/store/InstallFailure.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"
import { Journal } from "../services/ownFiles/Journal.ts"
import { Policy } from "../services/Policy.ts"
import { newAgreements } from "./judge/agreements.ts"
import { snapshotFacts } from "./judge/facts/PluginFacts.ts"
import { stillUndone } from "./judge/facts/undone.ts"
import type { Readers } from "./look/snapshot.ts"
import { beginRun, observeRound, type Run } from "./Run.ts"
import { closeBroken, closeWaiting, untried } from "./tell/outcomes.ts"
import { report, sourceErrors } from "./tell/report.ts"

/** What one run is asked. `unrecoverable` is the caller's memory from run to run. */
export interface ReconcileOptions {
  readonly unrecoverable: Ref.Ref<ReadonlySet<string>>
  /** Whether a change, by plugin and reason, is left out of the journal. */
  readonly unjournalled?: (plugin: string, reason: string) => boolean
  /** Forget what is unrecoverable, and ask the registry afresh. */
  readonly force: boolean
  /** Plugins that this run looks at and leaves alone, each with why: what it finds of them counts as failed so. */
  readonly held?: ReadonlyMap<string, Failure>
  /** The caller goes on looking: what it saw is kept for its next life, also by a run that has nothing else to write. */
  readonly lasting?: boolean
}

/** What breaks a run off. */
interface RunError {
  readonly _tag: string
  readonly transient: boolean
}

/** What a run does beyond its first look. `looked` says that this look still counts as its first round's. */
export type Repairs<E, R> = (run: Run, looked: boolean) => Effect.Effect<void, E, R>

/**
 * Repairs what is safe and reports the rest. Fails only where the root lock could not be had before
 * anything was changed; the report says what else went wrong, and what was done until then.
 */
export const oneRun = Effect.fn("reconcile")(function* <E extends RunError, R>(
  options: ReconcileOptions,
  repairs: Repairs<E, R>
): Effect.fn.Return<Report, LockTimeout, Readers | R> {
  if (options.force) yield* Ref.set(options.unrecoverable, new Set())
  const run = yield* beginRun(options)
  const exit = yield* Effect.exit(
    lookThenRepair(run, options, repairs).pipe(
      Effect.tapCause((cause) =>
        Cause.hasDies(cause)
          ? Effect.logError("a fault of the program broke the run off", cause)
          : Effect.void
      ),
      Effect.onInterrupt(() => tellInterrupted(run)),
      Effect.annotateLogs({ run: run.id })
    )
  )
  if (exit._tag === "Success") return yield* finalReport(run, undefined)
  if (Cause.hasInterrupts(exit.cause)) return yield* Effect.interrupt
  const { changedFiles } = yield* Ref.get(run.progress)
  const timeout = Option.filter(Cause.findErrorOption(exit.cause), isLockTimeout)
  if (Option.isSome(timeout) && changedFiles.size === 0) return yield* timeout.value
  return yield* finalReport(run, { why: explain(exit.cause), kind: kindOf(exit.cause) })
})

/** A run that is interrupted has no report: what it did until then stands, and the log says it. */
const tellInterrupted = Effect.fnUntraced(function* (run: Run) {
  const { changedFiles, outcomes } = yield* Ref.get(run.progress)
  const { records } = yield* Effect.orElseSucceed((yield* Journal).view, () => ({ records: [] }))
  const record = records.find(({ run_id }) => run_id === run.id)
  const fixed = [...outcomes.values()].filter(({ outcome }) => outcome?._tag === "Fixed").length
  const files = new Set((record?.changes ?? []).map(({ file }) => file))
  const begun = [...files].filter((file) => !changedFiles.has(file))
  const told = [
    ...(changedFiles.size === 0 ? [] : [`${fixed} repaired until then, in ${[...changedFiles].join(", ")}`]),
    ...(begun.length === 0 ? [] : [`it may have changed ${begun.join(", ")}`])
  ]
  yield* told.length === 0
    ? Effect.logInfo("the run was interrupted before it changed anything")
    : Effect.logWarning(`the run was interrupted; ${told.join("; ")}: \`undo ${run.id}\` takes that back`)
})

const lookThenRepair = Effect.fnUntraced(function* <E, R>(
  run: Run,
  { force, lasting = false }: ReconcileOptions,
  repairs: Repairs<E, R>
) {
  const seen = force ? undefined : yield* firstLook(run)
  const policy = yield* Policy
  if (seen !== undefined && !policy.replaceBroken) {
    const { outcomes } = yield* Ref.get(run.progress)
    if (untried(outcomes).length === 0 && isNothing(notRemembered(seen, policy), seen.ledger.seen, lasting))
      return
  }
  yield* repairs(run, seen !== undefined)
})

/**
 * `undefined` where the look does not count: another run was cut short or is under way, which may have been
 * seen half done, or an install failed for good, which a fresh registry may end.
 */
const firstLook = Effect.fnUntraced(function* (run: Run) {
  const { interrupted } = yield* Journal
  if (yield* interrupted) return undefined
  const before = yield* Ref.get(run.progress)
  yield* observeRound(run)
  const { seen } = yield* Ref.get(run.progress)
  if (seen !== undefined && !anyHolds(seen.store.failures, seen.takenAtMs) && !(yield* interrupted))
    return seen
  yield* Ref.set(run.progress, before)
  return undefined
})

/** What a look has shown and the ledger does not hold yet. What is `undefined` stays as it is. */
export interface NotRemembered {
  readonly agreements: AgreementChanges
  readonly undone: ReadonlyMap<string, string> | undefined
  readonly plugins: SeenPlugins | undefined
}

export const notRemembered = (seen: Snapshot, policy: PolicyValues): NotRemembered => {
  const undone = stillUndone(snapshotFacts(seen, policy))
  const agreements = newAgreements(seen)
  return {
    agreements,
    undone: undone === seen.ledger.undone ? undefined : undone,
    plugins: seenNow(seen, agreements)
  }
}

/**
 * Whether all that was seen is remembered. That plugins were there is no reason to write to a card that nothing else
 * is written to; that they are gone is one.
 */
export const isNothing = (
  { agreements, plugins, undone }: NotRemembered,
  before: SeenPlugins,
  writes: boolean
): boolean =>
  agreements.size === 0 &&
  undone === undefined &&
  (plugins === undefined || (!writes && isMore(plugins, before)))

const isLockTimeout = (error: RunError): error is LockTimeout => error._tag === "LockTimeout"

/** What broke the run off, in one sentence without a stack. */
const explain = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  if (!(error instanceof Error)) return String(error)
  const step = "code" in error ? stepFor(error.code) : undefined
  return step === undefined ? error.message : `${error.message}; ${step}`
}

/** A read-only card and a wrong user stay what they are; everything else may pass, a fault of the program too. */
const kindOf = (cause: Cause.Cause<RunError>): Failure["kind"] =>
  Option.exists(Cause.findErrorOption(cause), ({ transient }) => !transient) ? "permanent" : "transient"

const finalReport = Effect.fnUntraced(function* (
  run: Run,
  broken: { readonly why: string; readonly kind: Failure["kind"] } | undefined
): Effect.fn.Return<Report> {
  const progress = yield* Ref.get(run.progress)
  const endedAtMs = yield* Clock.currentTimeMillis
  return report({
    mode: "reconcile",
    outcomes: closeWaiting(
      broken === undefined ? progress.outcomes : closeBroken(progress.outcomes, broken.why, broken.kind)
    ),
    sourceErrors: progress.seen === undefined ? [] : sourceErrors(progress.seen),
    unrecoverable: new Set([
      ...(yield* Ref.get(run.unrecoverable)),
      ...(progress.seen?.store.unrecoverable ?? [])
    ]),
    changedFiles: progress.changedFiles,
    runId: run.id,
    durationMs: endedAtMs - run.startedAtMs,
    broken: broken?.why
  })
})
