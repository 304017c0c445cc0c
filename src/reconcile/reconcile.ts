/**
 * The whole pass on one screen: look, detect, plan, repair, and look again, until nothing is left that can
 * be fixed and has not been tried. Idempotent: a run straight after it changes nothing.
 */
import { Clock, Effect, Option, Ref } from "effect"
import type { DiskView } from "../domain/sources/DiskView.ts"
import type { Finding } from "../domain/findings/Finding.ts"
import { type Failure, Outcome } from "../domain/findings/Outcome.ts"
import type { Report } from "../domain/findings/Report.ts"
import type { Reading } from "../domain/sources/Source.ts"
import { anyHolds } from "../domain/store/InstallFailure.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"
import { aboutToFetch } from "../ports/Progress.ts"
import type { Installation } from "../services/installation/Installation.ts"
import { Ledger } from "../services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../services/writing/LedgerWriter.ts"
import { PluginInstaller, PluginRegistry, PluginStore } from "../services/PluginStore.ts"
import { Policy } from "../services/Policy.ts"
import { RootLock } from "../services/installation/RootLock.ts"
import { editFiles } from "./repair/editFiles.ts"
import { fetchPlugin } from "./repair/fetchPlugin.ts"
import { recoverInterrupted } from "./recover.ts"
import { editsFiles, plan, sparesDisk } from "./judge/plan.ts"
import { removePlugin } from "./repair/removePlugin.ts"
import { takeOffMarks } from "./repair/takeOffMarks.ts"
import { rebuildState } from "./repair/rebuildState.ts"
import type { Readers } from "./look/snapshot.ts"
import { isNothing, notRemembered, oneRun, type ReconcileOptions } from "./oneRun.ts"
import type { Writers } from "./Reconciler.ts"
import { giveOutcome, observeRound, type Run } from "./Run.ts"
import { closeUnconverged, untried } from "./tell/outcomes.ts"
import { orWarn } from "../changes/orWarn.ts"

/** A fix may uncover another; three rounds are enough for any chain that the rules can make. */
const ROUNDS_MAX = 3

/** Downloads at once: a Pi's card and network gain nothing from more. */
const TWO_AT_ONCE = { concurrency: 2, discard: true } as const

/** Repairs what is safe and reports the rest; see `oneRun`. */
export const reconcile = (
  options: ReconcileOptions
): Effect.Effect<Report, LockTimeout, Readers | Writers | Installation> =>
  oneRun(options, (run, looked) => rounds(run, options, looked))

const NO_HELD_PLUGINS: ReadonlyMap<string, Failure> = new Map()

/** What a run does where its first look has found something to do. */
export const rounds = Effect.fnUntraced(function* (
  run: Run,
  { force, held = NO_HELD_PLUGINS, lasting = false }: ReconcileOptions,
  looked: boolean
) {
  if (!looked) yield* recoverInterrupted()
  // After that, since an undoing that was cut short is remembered when it is completed.
  if (force) yield* forgetFailures
  if (!looked) yield* reviewFailures
  let disk: Reading<DiskView> | undefined
  for (let round = 1; round <= ROUNDS_MAX; round++) {
    const found =
      looked && round === 1 ? (yield* Ref.get(run.progress)).outcomes : yield* observeRound(run, disk)
    const todo = yield* failHeld(run, untried(found), held)
    if (yield* takeOffMarks(run)) continue
    if (yield* rebuildState(run)) continue
    if (todo.length === 0) return yield* rememberAgreements(run, lasting)
    disk = yield* repair(run, todo)
  }
  const outcomes = yield* observeRound(run, disk)
  yield* Ref.update(run.progress, (progress) => ({ ...progress, outcomes: closeUnconverged(outcomes) }))
  yield* rememberAgreements(run, lasting)
})

/** Gives the findings of held plugins their outcome; returns the others. */
const failHeld = Effect.fnUntraced(function* (
  run: Run,
  findings: ReadonlyArray<Finding>,
  held: ReadonlyMap<string, Failure>
) {
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
  for (const step of planned.removals) yield* lock.hold(removePlugin(run, step))
  yield* aboutToFetch([
    ...[...planned.reinstalls, ...planned.replacements].map((step) => step.repair),
    ...planned.obtained.map(({ repair }) => repair.plugin)
  ])
  yield* Effect.forEach(planned.reinstalls, (step) => fetchPlugin(run, step, false), TWO_AT_ONCE)
  yield* Effect.forEach(
    planned.obtained,
    ({ findings, repair }) => fetchPlugin(run, { repair: repair.plugin, findings }, false, repair),
    TWO_AT_ONCE
  )
  for (const step of planned.replacements) yield* fetchPlugin(run, step, true)
  return sparesDisk(planned) ? (yield* Ref.get(run.progress)).seen?.disk : undefined
})

/** What failed for good in an earlier run is judged by a registry that is as fresh as it can be had. */
const reviewFailures = Effect.gen(function* () {
  const { failures } = yield* (yield* PluginStore).view(undefined)
  const holds = anyHolds(failures, yield* Clock.currentTimeMillis)
  if (holds && (yield* Policy).storeAvailable) yield* Effect.ignore((yield* PluginRegistry).get)
})

/** A forced run takes an empty plugins directory for what it is. */
const believeDisk = Effect.gen(function* () {
  const { seen } = yield* (yield* Ledger).view
  if (seen.directory !== undefined)
    yield* (yield* LedgerWriter).rememberSeen({ ...seen, directory: undefined })
})

const forgetFailures = Effect.gen(function* () {
  yield* (yield* PluginRegistry).invalidate
  const ledger = yield* LedgerWriter
  yield* (yield* PluginInstaller)
    .forgetFailures(Option.none())
    .pipe(
      Effect.andThen(ledger.rememberUndone(new Map())),
      Effect.andThen(believeDisk),
      orWarn("failures could not be forgotten")
    )
})

/** Remembers where config and state agree. If that cannot be written, the run still succeeds. */
const rememberAgreements = Effect.fnUntraced(function* (run: Run, lasting: boolean) {
  const { changedFiles, seen } = yield* Ref.get(run.progress)
  if (seen === undefined) return
  const unknown = notRemembered(seen, yield* Policy)
  if (isNothing(unknown, seen.ledger.seen, lasting || changedFiles.size > 0)) return
  const { agreements, plugins, undone } = unknown
  const lock = yield* RootLock
  const ledger = yield* LedgerWriter
  const forget = undone === undefined ? Effect.void : ledger.rememberUndone(undone)
  const place = plugins === undefined ? Effect.void : ledger.rememberSeen(plugins)
  yield* lock
    .hold(Effect.all([ledger.remember(agreements), forget, place]))
    .pipe(orWarn("agreements could not be remembered"))
})
