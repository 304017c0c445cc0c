/**
 * Brings plugins from the store: downloads and checks hold only that plugin's lock; the commit runs under
 * the root lock, on evidence read again there. One unrecoverable plugin does not stop the others.
 */
import { Effect, Option, Ref, Result } from "effect"
import { Fix } from "../../domain/findings/Finding.ts"
import { Outcome } from "../../domain/findings/Outcome.ts"
import { failureOf } from "../../domain/errors/ServiceError.ts"
import { type StoreError, toldByRegistry } from "../../domain/errors/StoreError.ts"
import { placeFetched } from "../../domain/changes/Change.ts"
import type { DesiredFetch } from "../../domain/changes/Repair.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { keptName } from "../../services/disk/localFiles/keptCopies.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import { PluginInstaller } from "../../services/PluginStore.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { WaitForStaging } from "../../services/store/install/WaitForStaging.ts"
import { placing } from "../../changes/directories.ts"
import { stepAfter } from "../../changes/steps.ts"
import type { PlanStep } from "../judge/plan.ts"
import { giveOutcome, noteBrought, noteChangedFiles, type Run } from "../Run.ts"
import { asAsked, noLongerUninstalled, ofInstalled, refuseReplacement } from "./desiredFetch.ts"
import { inOrder } from "./inOrder.ts"
import { journalled } from "./journalled.ts"
import { stillWanted } from "./stillWanted.ts"
import { orWarn } from "../../changes/orWarn.ts"

/** Fetches one plugin, onto a free name or, `replacing`, instead of a directory with a broken manifest. */
export const fetchPlugin = Effect.fn("fetchPlugin")(function* (
  run: Run,
  step: PlanStep<string>,
  replacing: boolean,
  desired?: DesiredFetch
) {
  const attempt = yield* Effect.scoped(stageAndCommit(run, step, replacing, desired)).pipe(
    Effect.map(Result.succeed),
    Effect.catchTag("StoreError", (error) => Effect.succeed(Result.fail(error)))
  )
  const left = Result.isFailure(attempt) ? attempt.failure.reason._tag : undefined
  if (
    Result.isFailure(attempt) &&
    ((desired?.instead !== undefined && left === "VersionNotOffered") ||
      (replacing && left === "NotInRegistry"))
  ) {
    // What is there stays: only a store that has the plugin, in that version, makes replacing it more than deleting it.
    const findings = step.findings.map((finding) => ({ ...finding, fix: Fix.Manual() }))
    yield* giveOutcome(run, findings, Outcome.Manual())
    return yield* giveUp(run, attempt.failure)
  }
  if (Result.isFailure(attempt)) {
    yield* giveOutcome(run, step.findings, Outcome.Failed({ error: failureOf(attempt.failure) }))
    return yield* giveUp(run, attempt.failure)
  }
  if (attempt.success === undefined) return
  yield* giveOutcome(run, step.findings, attempt.success)
  yield* Ref.update(run.unrecoverable, (ids) => new Set([...ids].filter((id) => id !== step.repair)))
})

/** The outcome once the plugin is in place; `undefined` where its finding had gone meanwhile. */
const stageAndCommit = Effect.fnUntraced(function* (
  run: Run,
  step: PlanStep<string>,
  replacing: boolean,
  desired: DesiredFetch | undefined
) {
  const installer = yield* PluginInstaller
  const lock = yield* RootLock
  const { seen } = yield* Ref.get(run.progress)
  if (seen === undefined || Result.isFailure(seen.disk)) return undefined
  const disk = seen.disk.success
  const instead = desired?.instead
  if (instead !== undefined) yield* refuseReplacement(step.repair, instead, disk)
  const waiting = yield* WaitForStaging
  const staged = yield* Effect.mapError(
    waiting(
      step.repair,
      installer.stage(step.repair, disk, () => [step.repair], desired?.version)
    ),
    (error) => (instead === undefined ? error : ofInstalled(error, desired?.version))
  )
  if (desired !== undefined) yield* asAsked(desired, staged, disk)
  return yield* lock.hold(
    Effect.gen(function* () {
      const now = yield* stillWanted(run, step.findings)
      if (now === undefined) return undefined
      const place = (directory: string) => `${disk.shownPath}/${directory}`
      // Named before it is begun: if the exchange is cut short, the next run knows where the old one is.
      const kept =
        instead !== undefined
          ? place(keptName(run.id, instead))
          : replacing
            ? place(yield* (yield* DiskWriter).asideName(disk, step.repair))
            : undefined
      const local = yield* LocalFiles
      const name = instead ?? step.repair
      const directory = `${disk.path}/${name}`
      const outcome =
        kept === undefined
          ? yield* Effect.as(local.remember(staged), Outcome.Fixed())
          : Outcome.Replaced({ localFiles: yield* local.makeReady(staged, { directory, kept }) })
      const why = { plugin: step.repair, cause: step.findings[0]?.reason ?? "" }
      const placed = placing(staged, placeFetched(why, place(name), kept))
      const cleared = desired === undefined ? [] : noLongerUninstalled(staged, why.cause, now.seen)
      const done = yield* journalled(run, inOrder(stepAfter(cleared, placed)))
      yield* noteChangedFiles(run, done.changedFiles)
      if (kept === undefined && isWithoutEntry(step.repair, now.seen)) yield* noteBrought(run, step.repair)
      return outcome
    })
  )
})

const isWithoutEntry = (id: string, { config }: Snapshot): boolean =>
  Result.isSuccess(config) && config.success.values.get(id) === undefined

/**
 * Only what proves the plugin unrecoverable, or the wanted version, is remembered; what the registry tells for this process alone, and in the place
 * of what failed before.
 */
const giveUp = Effect.fnUntraced(function* (run: Run, error: StoreError) {
  const { forgetFailures, rememberFailure } = yield* PluginInstaller
  const { provesUnrecoverable, ruledOut } = error
  if (!provesUnrecoverable && ruledOut === undefined) return
  // Where only one version cannot be had, the plugin can.
  if (provesUnrecoverable) yield* Ref.update(run.unrecoverable, (ids) => new Set([...ids, error.plugin]))
  const told = toldByRegistry(error.reason)
  const { seen } = yield* Ref.get(run.progress)
  if (told && seen?.store.failures.has(error.plugin) !== true) return
  yield* orWarn("a failure could not be remembered")(
    told ? forgetFailures(Option.some(error.plugin)) : rememberFailure(error)
  )
})
