/** Pure: a pass in short, from its report. */
import type { PassSummary, StartupResult, Trigger } from "../../domain/Controller.ts"
import type { Report } from "../../domain/findings/Report.ts"

export const passSummary = (
  report: Report,
  triggers: ReadonlySet<Trigger>,
  startedAtMs: number
): PassSummary => {
  const drift: Record<string, number> = {}
  for (const { inconsistency_type } of report.inconsistencies_found)
    drift[inconsistency_type] = (drift[inconsistency_type] ?? 0) + 1
  const count = (status: string): number =>
    report.inconsistencies_found.filter(({ outcome }) => outcome.status === status).length
  return {
    run_id: report.run_id,
    triggers: [...triggers],
    started_at: new Date(startedAtMs).toISOString(),
    duration_ms: report.duration_ms,
    result: report.result,
    found: report.inconsistencies_found.length,
    fixed: count("fixed"),
    manual: count("manual"),
    failed: count("failed"),
    drift
  }
}

/** The same of a pass that came to no end, and so has no report. */
export const diedSummary = (
  run_id: string,
  triggers: ReadonlySet<Trigger>,
  startedAtMs: number,
  duration_ms: number
): PassSummary => ({
  run_id,
  triggers: [...triggers],
  started_at: new Date(startedAtMs).toISOString(),
  duration_ms,
  result: "failed",
  found: 0,
  fixed: 0,
  manual: 0,
  failed: 0,
  drift: {}
})

/** Why a pass could not say how it stands: which file could not be read, and what is wrong with it. */
export const passProblem = ({ message, result, source_errors }: Report): string | undefined =>
  source_errors.length > 0
    ? source_errors.map(({ error, path }) => `${path}: ${error}`).join("; ")
    : result === "failed"
      ? message
      : undefined

/** What LEDMatrix's web page shows of the pass that a process begins with. One that only looked repairs nothing. */
export const startupResult = (report: Report): StartupResult => ({
  done: true,
  successful: report.reconciliation_successful,
  fixed_count: report.inconsistencies_fixed.length,
  unresolved: report.inconsistencies_found
    .filter(({ outcome }) => outcome.status !== "fixed" && outcome.status !== "informational")
    .map(({ description, inconsistency_type, plugin_id }) => ({
      plugin_id,
      type: inconsistency_type,
      description
    }))
})

export const startupPending: StartupResult = { done: false, unresolved: [] }
