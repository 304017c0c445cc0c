/** Runs as the journal tells them after a crash, and what the next one makes of them. */
import { Effect } from "effect"
import type { JournalChange, JournalRecord } from "../../../src/domain/changes/Journal.ts"
import { history } from "../../../src/reconcile/look/history.ts"
import { recover } from "../../../src/reconcile/recover.ts"
import { put } from "../operating.ts"

/** Ids of runs, in the order in which they were made. */
export const [FIRST, SECOND] = ["20260601T110000000-000001", "20260601T120000000-000002"]

/** A record of a run that was cut short, but for what is given. */
export const run = (
  run_id: string,
  command: string,
  changes: ReadonlyArray<JournalChange>,
  more: Partial<JournalRecord> = {}
): JournalRecord => ({
  run_id,
  command,
  started_at: "2026-06-01T11:00:00",
  status: "intended",
  changes,
  ...more
})
/** Journals these runs, and recovers. */
export const recovering = Effect.fnUntraced(function* (...runs: ReadonlyArray<JournalRecord>) {
  for (const one of runs) {
    const name = one.status === "intended" ? `${one.run_id}.intended.json` : `${one.run_id}.json`
    yield* put(`data/reconciler/journal/${name}`, JSON.stringify(one))
  }
  yield* recover()
})

/** What the journal says of each run afterwards. */
export const statuses = Effect.map(history(), ({ runs }) =>
  runs.map(({ command, status }) => [command, status])
)
