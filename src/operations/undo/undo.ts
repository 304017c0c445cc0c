/**
 * `undo`: the reverse of one run, itself a run. Value by value: what has changed since is left alone and
 * named, and what comes back as drift is left to a person until its sources change.
 */
import { advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect } from "effect"
import { type Change, isDirectoryChange, isValueChange } from "../../domain/changes/Change.ts"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import { changesOf } from "../../domain/changes/journalChange.ts"
import { OperationRefused } from "../../domain/Operation.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { LocalFiles } from "../../services/disk/localFiles/LocalFiles.ts"
import { type AllSources, allSources } from "../allSources.ts"
import { refuseBesideCopy } from "../besideLedmatrix.ts"
import type { ChangeResults } from "../../changes/carryOut.ts"
import { withFingerprint } from "../../changes/directories.ts"
import { type ChosenRecord, chosenRun, touchesPluginsOnly } from "./chosenRun.ts"
import { isTombstone, named, reversalLine, reverse } from "./reversal.ts"
import { forgetEntries, ofWholeFile, rememberUndone } from "../../reconcile/heldBack.ts"
import { recover } from "../../reconcile/recover.ts"
import { rememberRecords } from "../remember.ts"
import { stepsOf } from "../../changes/steps.ts"
import { asksForEnabled } from "../../changes/undoings.ts"
import type { OperationError } from "../operationProblem.ts"
import type { OperationServices } from "../OperationServices.ts"
import { beginOperation, PARTIAL, transaction } from "../../changes/transaction.ts"

/** The JSON document of `undo`. */
export interface Undone {
  readonly undoes: string
  readonly command: string
  readonly message: string
  /** What was put back, one line each. */
  readonly restored: ReadonlyArray<string>
  /** What was not, and why. */
  readonly left_alone: ReadonlyArray<string>
  readonly notes: ReadonlyArray<string>
  readonly changed_files: ReadonlyArray<string>
  readonly run_id: string
}

/** Undoes `wanted`, or the last run that a person asked for and that is neither undone nor an undoing. */
export const undo = (wanted: string | undefined): Effect.Effect<Undone, OperationError, OperationServices> =>
  reversing(chosenRun(wanted))

/** Reverses the record that `choosing` finds, under the root lock. */
export const reversing = Effect.fn("undo")(function* (
  choosing: Effect.Effect<ChosenRecord, OperationError, OperationServices>
): Effect.fn.Return<Undone, OperationError, OperationServices> {
  const lock = yield* RootLock
  return yield* lock.hold(
    Effect.gen(function* () {
      yield* recover()
      const sources = yield* Effect.result(allSources(""))
      const { record, records } = yield* choosing
      const here = ofWholeFile(changesOf(record)) ? undefined : yield* Effect.fromResult(sources)
      yield* touchesPluginsOnly(record)
      if (here !== undefined) yield* refuseBesideCopy(movedBy(record), here)
      const enabledOnly = asksForEnabled(record, records)
      const run = yield* beginOperation("undo", { enabledOnly, undoes: record.run_id })
      const { changes, leftAlone, notes } = yield* reverse(run.id, record, here?.uninstalled)
      const steps = stepsOf(changes, enabledOnly).map((step) => ({
        ...step,
        carryOut: Effect.flatMap(step.carryOut, recognizable)
      }))
      const done = yield* transaction(run, PARTIAL, steps, (made) =>
        here === undefined || made.length === 0 ? Effect.void : remember(record, made, here)
      )
      const left = [...leftAlone, ...done.dropped.map((change) => `${named(change)} has changed since`)]
      if (done.made.length === 0) {
        return yield* new OperationRefused({
          plugin: "",
          code: "nothing_to_undo",
          problem: `nothing of run ${record.run_id} could be undone: ${left.join("; ")}`,
          hint: advice`${NextStep.ShowHistory()} tells what each run changed`
        })
      }
      const put = done.made.filter((change) => !isTombstone(change))
      const planned = new Set(changes.map(named))
      const restored = put.filter((change) => planned.has(named(change))).map(reversalLine)
      const also = put.filter((change) => !planned.has(named(change))).map(alsoSet)
      return {
        undoes: record.run_id,
        command: record.command,
        message: `Run ${record.run_id} (${record.command}) is undone: ${restored.length} reversed, ${left.length} left alone`,
        restored,
        left_alone: left,
        notes: [...new Set([...notes, ...also, ...lost(record)])],
        changed_files: done.changedFiles,
        run_id: run.id
      } satisfies Undone
    })
  )
})

const remember = Effect.fnUntraced(function* (
  record: JournalRecord,
  made: ReadonlyArray<Change>,
  here: AllSources
) {
  yield* (yield* LocalFiles).sweep(here.disk.path)
  yield* rememberRecords(made, here)
  yield* forgetEntries(made)
  yield* rememberUndone(record, here.seen)
})

const movedBy = (record: JournalRecord): ReadonlySet<string> =>
  new Set(
    changesOf(record)
      .filter(isDirectoryChange)
      .map(({ plugin }) => plugin)
  )

/** The journal gets the fingerprint of a directory that came back: undoing this run compares it. */
const recognizable = (carried: ChangeResults) =>
  Effect.map(Effect.forEach(carried.made, withFingerprint), (made) => ({ ...carried, made }))

/** The run had not changed it; but LEDMatrix keeps one value for both places. */
const alsoSet = (change: Change): string => `${named(change)} was set too: LEDMatrix sets both`

const lost = (record: JournalRecord): ReadonlyArray<string> =>
  changesOf(record)
    .filter((change) => isValueChange(change) && change.file === "secrets")
    .map(({ plugin }) => `the section of ${plugin} in config_secrets.json has to be entered again`)
