/** Pure: what of a report needs a person, what is new of it, and what is solved. */
import { findingKey } from "../../domain/findings/Finding.ts"
import { reasons } from "../../domain/findings/reasons.ts"
import type { Report, ReportedFinding } from "../../domain/findings/Report.ts"

/** One thing that no run mends by itself. */
export interface Need {
  readonly key: string
  /** The plugin's id, or the file. */
  readonly about: string
  readonly reason: string
  /** A sentence without its full stop. */
  readonly meaning: string
  readonly advice: string | undefined
}

/** Time does not cure it, and no person has it held on purpose. */
const isForPerson = ({ outcome }: ReportedFinding): boolean =>
  outcome.status === "manual" ||
  (outcome.status === "failed" && outcome.error?.kind === "permanent" && outcome.error.code !== "suspended")

/** A person has just undone its repair, and knows. */
const KNOWN: ReadonlySet<string> = new Set(["undone", "recently_uninstalled"])

/** Only this rule finds several things about one plugin. Of the others a new reason is the same need, better understood. */
const reasonIn = ({ inconsistency_type, reason }: ReportedFinding): string =>
  inconsistency_type === "plugin_state_corrupted" ? reason : ""

const ofFinding = (finding: ReportedFinding): Need => ({
  key: findingKey({ id: finding.plugin_id, type: finding.inconsistency_type, reason: reasonIn(finding) }),
  about: finding.plugin_id,
  reason: finding.reason,
  meaning: reasons[finding.reason].meaning,
  advice: finding.outcome.error?.message ?? reasons[finding.reason].advice
})

const ofFile = ({ code, error, path }: Report["source_errors"][number]): Need => ({
  key: JSON.stringify(["unreadable", path, code]),
  about: path,
  reason: code,
  meaning: `${path} cannot be read`,
  advice: error
})

/** A source that depends on another goes with that one. */
const DEPENDENT = "place_unknown"

export const needsOf = (report: Report): ReadonlyArray<Need> => [
  ...report.source_errors.filter(({ code }) => code !== DEPENDENT).map(ofFile),
  ...report.inconsistencies_found
    .filter((finding) => isForPerson(finding) && !KNOWN.has(finding.reason))
    .map(ofFinding)
]

/** What was announced and is solved. Where a source could not be read, or the run broke off, that is known of files alone. */
export const solvedBy = (report: Report, told: Iterable<string>): ReadonlyArray<string> => {
  const now = new Set(needsOf(report).map(({ key }) => key))
  const sawAll = report.source_errors.length === 0 && report.result !== "failed"
  return [...told].filter((key) => !now.has(key) && (sawAll || key.startsWith('["unreadable"')))
}
