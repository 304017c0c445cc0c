/** The exit codes of `check` and `reconcile`. */
import { assert, it } from "@effect/vitest"
import type { ReportResult } from "../../../src/domain/findings/Report.ts"
import { exitCode } from "../../../src/reconcile/tell/exitCode.ts"

it.each<[ReportResult, number]>([
  ["in_sync", 0],
  ["repaired", 0],
  ["drift", 2],
  ["left_over", 2],
  ["could_not_tell", 1],
  ["failed", 1]
])("%s is %i", (result, code) => {
  assert.strictEqual(exitCode({ result }), code)
})
