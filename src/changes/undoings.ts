/** Pure: which runs are undone. */
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
