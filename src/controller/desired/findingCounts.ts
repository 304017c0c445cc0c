/** Pure: what a pass left open, and what of that is against the desired state. */
import { type DesiredStatus, NOT_AS_DESIRED } from "../../domain/desired/DesiredStatus.ts"
import type { Report } from "../../domain/findings/Report.ts"

export const findingCounts = (
  report: Report | undefined
): Pick<DesiredStatus, "findings" | "not_as_desired"> => {
  if (report === undefined) return { findings: null, not_as_desired: null }
  const open = report.inconsistencies_found.filter(
    ({ outcome }) => outcome.status !== "fixed" && outcome.status !== "informational"
  )
  const against = open.filter(({ inconsistency_type }) => inconsistency_type === NOT_AS_DESIRED)
  return { findings: open.length, not_as_desired: against.length }
}
