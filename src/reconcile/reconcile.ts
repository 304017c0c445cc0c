/**
 * The whole pass on one screen: look, detect, plan, repair, and look again, until nothing is left that can
 * be fixed and has not been tried. Idempotent: a run straight after it changes nothing.
 */
import { Cause, Clock, Effect, Option, Ref } from "effect"
import type { DiskView } from "../domain/sources/DiskView.ts"
import type { Finding } from "../domain/findings/Finding.ts"
import { type Failure, Outcome } from "../domain/findings/Outcome.ts"
import type { Report } from "../domain/findings/Report.ts"
import type { Reading } from "../domain/sources/Source.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"
import type { Installation } from "../services/Installation.ts"
import { LedgerWriter } from "../services/Ledger.ts"
import { PluginInstaller, PluginRegistry, PluginStore } from "../services/PluginStore.ts"
import { RootLock } from "../services/RootLock.ts"
import { newAgreements } from "./judge/agreements.ts"
import type { Readers } from "./look/snapshot.ts"
import type { Writers } from "./Reconciler.ts"
import { editFiles } from "./repair/editFiles.ts"
import { fetchPlugin } from "./repair/fetchPlugin.ts"
import { recoverInterrupted } from "../changes/recover.ts"
import { editsFiles, plan, sparesDisk } from "./judge/plan.ts"
import { rebuildState } from "./repair/rebuildState.ts"
import { report, sourceErrors } from "./tell/report.ts"
import { surroundings } from "./judge/rules/PluginFacts.ts"
import { stillUndone } from "./judge/rules/undone.ts"
import { beginRun, giveOutcome, observeRound, type Run } from "./Run.ts"
import { closeBroken, closeUnconverged, untried } from "./tell/outcomes.ts"

/** A fix may uncover another; three rounds are enough for any chain that the rules can make. */
const ROUNDS_MAX = 3

/** Downloads at once: a Pi's card and network gain nothing from more. */
const DOWNLOADS_MAX = 2

/** What one run is asked. `unrecoverable` is the caller's memory from run to run. */
export interface ReconcileOptions extends Pick<Run, "policy" | "unrecoverable"> {
  /** Forget what is unrecoverable, and ask the registry afresh. */
  readonly force: boolean
  /** Plugins that this run looks at and leaves alone, each with why: what it finds of them counts as failed so. */
  readonly held?: ReadonlyMap<string, Failure>
}

/**
 * Repairs what is safe and reports the rest. Fails only where the root lock could not be had before
 * anything was changed; the report says what else went wrong, and what was done until then.
 */
export const reconcile = Effect.fn("reconcile")(function* (
  options: ReconcileOptions
): Effect.fn.Return<Report, LockTimeout, Readers | Writers | Installation> {
  if (options.force) yield* forgetFailures(options.unrecoverable)
  const run = yield* beginRun(options)
  const exit = yield* Effect.exit(
    rounds(run, options.held ?? NOBODY_HELD).pipe(
      Effect.tapCause((cause) =>
        Cause.hasDies(cause)
          ? Effect.logError("a fault of the program broke the run off", cause)
          : Effect.void
      ),
      Effect.annotateLogs({ run: run.id })
    )
  )
  if (exit._tag === "Success") return yield* finalReport(run, undefined)
  if (Cause.hasInterrupts(exit.cause)) return yield* Effect.interrupt
  const { changedFiles } = yield* Ref.get(run.progress)
  const timeout = Option.filter(Cause.findErrorOption(exit.cause), isLockTimeout)
  if (Option.isSome(timeout) && changedFiles.size === 0) return yield* timeout.value
  return yield* finalReport(run, explain(exit.cause))
})

const NOBODY_HELD: ReadonlyMap<string, Failure> = new Map()

const rounds = Effect.fnUntraced(function* (run: Run, held: ReadonlyMap<string, Failure>) {
  yield* recoverInterrupted
  yield* reviewUnrecoverable(run)
  let disk: Reading<DiskView> | undefined
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    const todo = yield* failHeld(run, untried(yield* observeRound(run, disk)), held)
    if (yield* rebuildState(run)) continue
    if (todo.length === 0) return yield* rememberAgreements(run)
    disk = yield* repair(run, todo)
  }
  const outcomes = yield* observeRound(run, disk)
  yield* Ref.update(run.progress, (progress) => ({ ...progress, outcomes: closeUnconverged(outcomes) }))
  yield* rememberAgreements(run)
})

/** Gives the findings of held plugins their outcome; returns the others. */
const failHeld = Effect.fnUntraced(function* (
  run: Run,
  findings: ReadonlyArray<Finding>,
  held: ReadonlyMap<string, Failure>
) {
  if (held.size === 0) return findings
  for (const finding of findings) {
    const error = held.get(finding.id)
    if (error !== undefined) yield* giveOutcome(run, [finding], Outcome.Failed({ error }))
  }
  return findings.filter(({ id }) => !held.has(id))
})

/** Returns the disk as last seen, where the repair cannot have changed it. */
const repair = Effect.fn("repair")(function* (run: Run, todo: Parameters<typeof plan>[0]) {
  const planned = plan(todo)
  const lock = yield* RootLock
  if (editsFiles(planned)) yield* lock.hold(editFiles(run, todo))
  yield* Effect.forEach(planned.reinstalls, (step) => fetchPlugin(run, step, false), {
    concurrency: DOWNLOADS_MAX,
    discard: true
  })
  yield* Effect.forEach(planned.replacements, (step) => fetchPlugin(run, step, true), { discard: true })
  return sparesDisk(planned) ? (yield* Ref.get(run.progress)).seen?.disk : undefined
})

/** What is unrecoverable since an earlier run is judged by a registry that is as fresh as it can be had. */
const reviewUnrecoverable = Effect.fnUntraced(function* (run: Run) {
  const { unrecoverable } = yield* (yield* PluginStore).view(undefined)
  if (unrecoverable.size > 0 && run.policy.storeAvailable) yield* Effect.ignore((yield* PluginRegistry).get)
})

const isLockTimeout = (error: { readonly _tag: string }): error is LockTimeout => error._tag === "LockTimeout"

/** What broke the run off, in one sentence without a stack. */
const explain = (cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof Error ? error.message : String(error)
}

const forgetFailures = Effect.fnUntraced(function* (unrecoverable: Ref.Ref<ReadonlySet<string>>) {
  yield* Ref.set(unrecoverable, new Set())
  yield* (yield* PluginRegistry).invalidate
  const ledger = yield* LedgerWriter
  yield* (yield* PluginInstaller).forgetFailures(Option.none()).pipe(
    Effect.andThen(ledger.rememberUndone(new Map())),
    Effect.catch((error) => Effect.logWarning("failures could not be forgotten", { problem: error.message }))
  )
})

/** Remembers where config and state agree. If that cannot be written, the run still succeeds. */
const rememberAgreements = Effect.fnUntraced(function* (run: Run) {
  const { seen } = yield* Ref.get(run.progress)
  if (seen === undefined) return
  const changes = newAgreements(seen)
  const undone = stillUndone(surroundings(seen, run.policy))
  if (changes.size === 0 && undone === seen.ledger.undone) return
  const lock = yield* RootLock
  const ledger = yield* LedgerWriter
  const forget = undone === seen.ledger.undone ? Effect.void : ledger.rememberUndone(undone)
  yield* lock
    .hold(Effect.andThen(ledger.remember(changes), forget))
    .pipe(
      Effect.catch((error) =>
        Effect.logWarning("agreements could not be remembered", { problem: error.message })
      )
    )
})

const finalReport = Effect.fnUntraced(function* (
  run: Run,
  broken: string | undefined
): Effect.fn.Return<Report> {
  const progress = yield* Ref.get(run.progress)
  const endedAtMs = yield* Clock.currentTimeMillis
  return report({
    mode: "reconcile",
    outcomes: broken === undefined ? progress.outcomes : closeBroken(progress.outcomes, broken),
    sourceErrors: progress.seen === undefined ? [] : sourceErrors(progress.seen),
    unrecoverable: new Set([
      ...(yield* Ref.get(run.unrecoverable)),
      ...(progress.seen?.store.unrecoverable ?? [])
    ]),
    changedFiles: progress.changedFiles,
    runId: run.id,
    durationMs: endedAtMs - run.startedAtMs,
    broken
  })
})
