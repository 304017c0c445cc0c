/**
 * Carries out what needs no store: edits of config and state, copies put back. Runs under the root lock, on
 * evidence read again there; what it no longer supports is dropped. Whoever keeps `enabled` in memory comes
 * first: it may write the files anew, and every other edit is then made on what it wrote.
 */
import { Effect, Ref, Result } from "effect"
import type { StateEdit } from "../../domain/changes/Action.ts"
import { type Finding, findingKey } from "../../domain/findings/Finding.ts"
import type { JournalChange } from "../../domain/changes/Journal.ts"
import { type Failure, Outcome } from "../../domain/findings/Outcome.ts"
import { failureOf } from "../../domain/errors/ServiceError.ts"
import { type Applied, ConfigWriter } from "../../services/Config.ts"
import { DiskWriter } from "../../services/Disk.ts"
import { Ledger, LedgerWriter } from "../../services/Ledger.ts"
import { Installation, pathOf } from "../../services/Installation.ts"
import { StateWriter } from "../../services/StateStore.ts"
import { replacedRecords } from "../judge/agreements.ts"
import { CONFIG_FILE, plannedChanges, STATE_FILE } from "../../changes/journalChanges.ts"
import { placed } from "../../changes/placed.ts"
import { editsFiles, type Plan, plan, type Step } from "../judge/plan.ts"
import { giveOutcome, journalled, look, noteChangedFiles, type Run } from "../Run.ts"
import { throughSwitch } from "./throughSwitch.ts"

/** Settles those of `todo` that are still to be found; the others stay open for the next round. */
export const editFiles = Effect.fn("editFiles")(function* (run: Run, todo: ReadonlyArray<Finding>) {
  const wanted = new Set(todo.map(findingKey))
  const { findings, seen } = yield* look(run)
  const confirmed = plan(findings.filter((finding) => wanted.has(findingKey(finding))))
  if (!editsFiles(confirmed)) return
  const shownPlugins = Result.isSuccess(seen.disk) ? seen.disk.success.shownPath : ""
  yield* journalled(
    run,
    plannedChanges(confirmed, shownPlugins),
    Effect.gen(function* () {
      const switched = yield* throughSwitch(run, confirmed, seen)
      const { left } = switched
      const configEdits = yield* editConfig(run, left)
      const stateEdits = yield* editState(run, left)
      yield* rememberReplaced(switched.records)
      const putBacks = yield* putBackCopies(run, left)
      return { switched: switched.changes, done: { ...left, configEdits, stateEdits, putBacks } }
    }),
    // What failed, or was dropped because its evidence had gone, is not in the account.
    ({ done, switched }) =>
      Effect.map(Effect.forEach(plannedChanges(done, shownPlugins), withFingerprint), (changes) => [
        ...switched,
        ...changes
      ])
  )
})

/** A directory that was put back is told with what tells later whether somebody has changed it since. */
const withFingerprint = Effect.fnUntraced(function* (change: JournalChange) {
  const { directory, file } = change
  if (directory === undefined) return change
  const { root } = yield* Installation
  const { fingerprint } = yield* placed(pathOf(root, file), undefined)
  return fingerprint === undefined ? change : { ...change, directory: { ...directory, fingerprint } }
})

const editConfig = Effect.fnUntraced(function* (run: Run, { configEdits }: Plan) {
  if (configEdits.length === 0) return []
  const applied = yield* Effect.result((yield* ConfigWriter).apply(configEdits.map((step) => step.action)))
  return yield* settleSteps(run, configEdits, CONFIG_FILE, Result.mapError(applied, failureOf))
})

const editState = Effect.fnUntraced(function* (run: Run, { stateEdits }: Plan) {
  if (stateEdits.length === 0) return []
  const applied = yield* Effect.result((yield* StateWriter).apply(stateEdits.map((step) => step.action)))
  const done = yield* settleSteps(run, stateEdits, STATE_FILE, Result.mapError(applied, failureOf))
  if (Result.isSuccess(applied)) yield* rememberReplaced(applied.success.applied)
  return done
})

/** Seen again, they are LEDMatrix's memory coming back. */
const rememberReplaced = Effect.fnUntraced(function* (edits: ReadonlyArray<StateEdit>) {
  if (edits.length === 0) return
  const replaced = replacedRecords(edits, yield* (yield* Ledger).view)
  yield* (yield* LedgerWriter)
    .remember(replaced)
    .pipe(
      Effect.catch((error) =>
        Effect.logWarning("replaced records could not be remembered", { problem: error.message })
      )
    )
})

/** Returns the steps that were carried out. */
const settleSteps = Effect.fnUntraced(function* <Edit>(
  run: Run,
  steps: ReadonlyArray<Step<Edit>>,
  file: string,
  applied: Result.Result<Applied<Edit>, Failure>
) {
  if (Result.isFailure(applied)) {
    const settled = steps.flatMap((step) => step.settles)
    yield* giveOutcome(run, settled, Outcome.Failed({ error: applied.failure }))
    return []
  }
  const actions = new Set(applied.success.applied)
  const done = steps.filter((step) => actions.has(step.action))
  if (done.length > 0) yield* noteChangedFiles(run, [file])
  yield* giveOutcome(
    run,
    done.flatMap((step) => step.settles),
    Outcome.Fixed()
  )
  return done
})

const putBackCopies = Effect.fnUntraced(function* (run: Run, { putBacks }: Plan) {
  const { seen } = yield* Ref.get(run.progress)
  if (putBacks.length === 0 || seen === undefined || Result.isFailure(seen.disk)) return []
  const view = seen.disk.success
  const disk = yield* DiskWriter
  const done: Array<Plan["putBacks"][number]> = []
  for (const step of putBacks) {
    const attempt = yield* Effect.result(disk.putBack(view, step.action))
    if (Result.isFailure(attempt)) {
      yield* giveOutcome(run, step.settles, Outcome.Failed({ error: failureOf(attempt.failure) }))
      continue
    }
    yield* noteChangedFiles(run, [`${view.shownPath}/${step.action.id}`])
    yield* giveOutcome(run, step.settles, Outcome.Fixed())
    done.push(step)
  }
  return done
})
