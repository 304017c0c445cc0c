/** What the journal keeps of a run that was made. */
import type { Change } from "../../../src/domain/changes/Change.ts"
import type { JournalRecord } from "../../../src/domain/changes/Journal.ts"
import { encodeChange } from "../../../src/domain/changes/journalChange.ts"

export const doneRecord = (
  changes: ReadonlyArray<Change>,
  more: Partial<Omit<JournalRecord, "changes">> = {}
): JournalRecord => ({
  run_id: "20260101T000000000-aaaaaa",
  command: "update",
  started_at: "2026-01-01T00:00:00",
  status: "done",
  changes: changes.map(encodeChange),
  ...more
})
