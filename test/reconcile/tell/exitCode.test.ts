/** The exit codes of `check` and `reconcile`. */
import { assert, it } from "@effect/vitest"
import type { Report } from "../../../src/domain/findings/Report.ts"
import { exitCode } from "../../../src/reconcile/tell/exitCode.ts"

const done: Report = {
  inconsistencies_found: [],
  inconsistencies_fixed: [],
  inconsistencies_manual: [],
  reconciliation_successful: true,
  message: "Reconciliation complete: 0 inconsistencies found",
  source_errors: [],
  unrecoverable: [],
  changed_files: [],
  run_id: "1",
  duration_ms: 0
}
const unread = {
  source_errors: [{ source: "state" as const, path: "data/plugin_state.json", error: "no JSON" }]
}
const failed = { message: "Reconciliation failed: the cable came off" }

it.each<[string, number, Partial<Report>]>([
  ["everything in sync or repaired", 0, {}],
  ["something left to do", 2, { reconciliation_successful: false }],
  ["a source that could not be read", 1, { reconciliation_successful: false, ...unread }],
  ["a run that failed", 1, { reconciliation_successful: false, ...failed }],
  ["a run that failed, whatever else it says", 1, failed],
  ["a run that failed and could not read", 1, { reconciliation_successful: false, ...unread, ...failed }],
  [
    "a message that only quotes a failure",
    2,
    { reconciliation_successful: false, message: "clock: Reconciliation failed: " }
  ]
])("%s is %i", (_title, code, more) => {
  assert.strictEqual(exitCode({ ...done, ...more }), code)
})
