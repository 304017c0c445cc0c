/** Pure: which runs are undone, and what a run that undoes another is about. */
import type { JournalRecord } from "../domain/changes/Journal.ts"

/**
 * By run, the one that reversed it. An undoing that was itself undone reverses nothing. `records` are the
 * newest first: a run is reversed by later ones only.
 */
export const undoings = (records: ReadonlyArray<JournalRecord>): ReadonlyMap<string, string> => {
  const by = new Map<string, string>()
  for (const { run_id, status, undoes } of records) {
    if (undoes !== undefined && status === "done" && !by.has(run_id) && !by.has(undoes))
      by.set(undoes, run_id)
  }
  return by
}

/**
 * Whether a run asked for nothing but `enabled`: `enable` and `disable`, what undoes one of them, and what undoes that
 * in its turn.
 */
export const asksForEnabled = (
  { command, undoes, run_id }: JournalRecord,
  records: ReadonlyArray<JournalRecord>
): boolean => {
  if (command === "enable" || command === "disable") return true
  // A run undoes an earlier one: ids sort by time, so that no chain leads in a circle.
  const undone = records.find((other) => other.run_id === undoes && other.run_id < run_id)
  return undone !== undefined && asksForEnabled(undone, records)
}
