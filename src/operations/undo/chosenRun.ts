/** The run that is to be undone, and whether anything of it may be. */
import { advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect, Option } from "effect"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import { OperationRefused } from "../../domain/Operation.ts"
import { Journal } from "../../services/ownFiles/Journal.ts"
import { refusedRecord } from "../../changes/refusedRecord.ts"
import { undoings } from "../../changes/undoings.ts"

/** A record that is to be reversed, beside those of all runs. */
export interface ChosenRecord {
  readonly record: JournalRecord
  readonly records: ReadonlyArray<JournalRecord>
}

/** The run of that name, or the last one that a person asked for and that is neither undone nor an undoing. */
export const chosenRun = Effect.fnUntraced(function* (wanted: string | undefined) {
  const { records } = yield* (yield* Journal).view
  const undone = undoings(records)
  const record =
    wanted === undefined
      ? records.find(
          ({ asked_by, run_id, undoes }) =>
            asked_by !== "controller" && undoes === undefined && !undone.has(run_id)
        )
      : records.find(({ run_id }) => run_id === wanted)
  if (record === undefined) {
    return yield* new OperationRefused(
      wanted === undefined
        ? {
            plugin: "",
            code: "nothing_to_undo",
            problem: "there is no run that a person asked for and that could be undone",
            hint: advice`${NextStep.ShowHistory()} lists the runs; what a controller repaired is undone by its run's name`
          }
        : {
            plugin: "",
            code: "unknown_run",
            problem: `there is no run ${JSON.stringify(wanted)}`,
            hint: advice`${NextStep.ShowHistory()} lists the runs`
          }
    )
  }
  if (undone.has(record.run_id) || record.values_left_out === true) {
    return yield* new OperationRefused({
      plugin: "",
      code: "cannot_be_undone",
      problem:
        record.values_left_out === true
          ? `run ${record.run_id} changed more than the journal keeps`
          : `run ${record.run_id} is undone already`,
      hint: advice`${NextStep.ShowHistory()} tells what each run changed`
    })
  }
  return { record, records }
})

/** What names anything else was not written by us, or for another plugins directory. */
export const touchesPluginsOnly = Effect.fnUntraced(function* (record: JournalRecord) {
  const found = yield* refusedRecord(record)
  const problem =
    found === "unknown" ? Option.some("moved plugins, and where they lie is not known now") : found.refused
  if (Option.isNone(problem)) return
  return yield* new OperationRefused({
    plugin: "",
    code: "cannot_be_undone",
    problem: `run ${record.run_id} ${problem.value}`,
    hint: advice`${NextStep.ShowFindings()} says what cannot be read; ${NextStep.ShowHistory()} tells what each run changed`
  })
})
