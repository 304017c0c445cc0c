/** Exit codes, from the report alone. */
import type { Report } from "../../domain/findings/Report.ts"

/** 0 in sync or repaired · 2 drift, or something needs a person or a retry · 1 could not tell, or failed. */
export type ExitCode = 0 | 1 | 2

const couldNotTell = (report: Report): boolean =>
  report.source_errors.length > 0 || report.message.startsWith("Reconciliation failed: ")

/** The exit code that goes with a report, of `check` and of `reconcile` alike. */
export const exitCode = (report: Report): ExitCode =>
  couldNotTell(report) ? 1 : report.reconciliation_successful ? 0 : 2
