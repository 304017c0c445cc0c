/** Pure: everything a pass learnt and did, as the JSON document of `check` and `reconcile`. */
import { Option, Result } from "effect"
import { byIdRuleReason, type Finding } from "../../domain/findings/Finding.ts"
import { Outcome } from "../../domain/findings/Outcome.ts"
import { byCodePoint } from "../../domain/plugin/PluginId.ts"
import type { Report, ReportedFinding, ReportResult } from "../../domain/findings/Report.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { type Reading, readingOf, type SourceError } from "../../domain/sources/Source.ts"
import { exitCode } from "./exitCode.ts"
import type { RunOutcomes } from "./outcomes.ts"

export interface EndedRun {
  readonly mode: "check" | "reconcile"
  readonly outcomes: RunOutcomes
  readonly sourceErrors: ReadonlyArray<SourceError>
  readonly unrecoverable: ReadonlySet<string>
  readonly changedFiles: ReadonlySet<string>
  readonly runId: string
  readonly durationMs: number
  /** Why the run broke off, where it did. */
  readonly broken: string | undefined
}

export const report = (run: EndedRun): Report => {
  const lines = [...run.outcomes.values()]
    .toSorted((a, b) => byIdRuleReason(a.finding, b.finding))
    .map(({ finding, outcome }) => reported(finding, outcome ?? Outcome.Planned()))
  const fixed = lines.filter((line) => line.outcome.status === "fixed")
  const manual = lines.filter((line) => line.outcome.status === "manual" || line.outcome.status === "failed")
  const planned = lines.filter((line) => line.outcome.status === "planned")
  const result = resultOf(run, planned.length + manual.length > 0, fixed.length > 0)
  return {
    result,
    inconsistencies_found: lines,
    inconsistencies_fixed: fixed,
    inconsistencies_manual: manual,
    reconciliation_successful: exitCode({ result }) === 0,
    message: message(run, lines.length, planned.length, fixed.length, manual.length),
    source_errors: run.sourceErrors.map(reportedSourceError),
    unrecoverable: [...run.unrecoverable].toSorted(byCodePoint),
    changed_files: [...run.changedFiles].toSorted(byCodePoint),
    run_id: run.runId,
    duration_ms: run.durationMs
  }
}

const resultOf = (
  { broken, changedFiles, mode, sourceErrors }: EndedRun,
  isOpen: boolean,
  isFixed: boolean
): ReportResult => {
  // What was not seen may be anything, so this outweighs all else that the run came to.
  if (sourceErrors.length > 0) return "could_not_tell"
  if (broken !== undefined) return "failed"
  if (isOpen) return mode === "check" ? "drift" : "left_over"
  return isFixed || changedFiles.size > 0 ? "repaired" : "in_sync"
}

const message = (run: EndedRun, found: number, planned: number, fixed: number, manual: number): string => {
  if (run.broken !== undefined) return `Reconciliation failed: ${run.broken}`
  const checks = run.mode === "check"
  const what = checks ? "Check" : "Reconciliation"
  const counts = checks
    ? `${found} inconsistencies found, ${planned} can be fixed automatically, ${manual} require manual attention`
    : `${found} inconsistencies found, ${fixed} fixed automatically, ${manual} require manual attention`
  if (run.sourceErrors.length === 0) return `${what} complete: ${counts}`
  const paths = new Set(run.sourceErrors.map(({ path }) => path))
  const why = `${what} could not tell, because it could not read ${[...paths].join(", ")}`
  // Of nothing that was found, nothing follows for what was not seen.
  return found === 0 ? why : `${why}; elsewhere ${counts}`
}

/** A source error as documents tell it. */
export const reportedSourceError = ({
  backup,
  code,
  error,
  owner,
  path,
  source
}: SourceError): Report["source_errors"][number] => ({
  source,
  path,
  code,
  error,
  ...(backup === undefined ? {} : { backup }),
  ...(owner === undefined ? {} : { owner })
})

const FIX_ACTION = { Auto: "auto_fix", Manual: "manual_fix_required", None: "no_action" } as const

/** Who can mend a finding, as documents tell it. */
export const fixAction = ({ _tag }: Finding["fix"]): ReportedFinding["fix_action"] => FIX_ACTION[_tag]

const reported = (finding: Finding, outcome: Outcome): ReportedFinding => ({
  plugin_id: finding.id,
  inconsistency_type: finding.type,
  reason: finding.reason,
  description: finding.description,
  ...(finding.cause === undefined ? {} : { cause: finding.cause }),
  ...(finding.rightKey === undefined ? {} : { right_key: finding.rightKey }),
  ...(finding.choices === undefined ? {} : { choices: finding.choices }),
  fix_action: fixAction(finding.fix),
  can_auto_fix: finding.fix._tag === "Auto",
  current_state: finding.current,
  expected_state: finding.expected,
  outcome: Outcome.$match(outcome, {
    Planned: () => ({ status: "planned" as const }),
    Fixed: () => ({ status: "fixed" as const }),
    Replaced: ({ localFiles }) => ({ status: "fixed" as const, local_files: localFiles }),
    Failed: ({ error }) => ({ status: "failed" as const, error }),
    Manual: () => ({ status: "manual" as const }),
    Informational: () => ({ status: "informational" as const })
  })
})

/**
 * What could not be read, each cause once. The manager's error is left out where it is the disk's, and the
 * marks' error stands as config's.
 */
export const sourceErrors = (snapshot: Snapshot): ReadonlyArray<SourceError> => {
  const { config, disk, manager, state, store } = snapshot
  const readings: ReadonlyArray<Reading<unknown>> = [
    config,
    readingOf("config", store.uninstalled),
    disk,
    ...(sameCause(manager, disk) ? [] : [manager]),
    ...Option.toArray(state)
  ]
  return readings.flatMap((reading) => (Result.isFailure(reading) ? [reading.failure] : []))
}

const sameCause = (a: Reading<unknown>, b: Reading<unknown>): boolean =>
  Result.isFailure(a) &&
  Result.isFailure(b) &&
  a.failure.path === b.failure.path &&
  a.failure.code === b.failure.code
