/** Exit codes, from the result of a report alone. */
import type { Report, ReportResult } from "../../domain/findings/Report.ts"

/** 0 in sync or repaired · 2 drift, or something needs a person or a retry · 1 could not tell, or failed. */
export type ExitCode = 0 | 1 | 2

const EXIT_CODES: { readonly [result in ReportResult]: ExitCode } = {
  in_sync: 0,
  drift: 2,
  repaired: 0,
  left_over: 2,
  could_not_tell: 1,
  failed: 1
}

/** The exit code that goes with a report, of `check` and of `reconcile` alike. */
export const exitCode = ({ result }: Pick<Report, "result">): ExitCode => EXIT_CODES[result]
