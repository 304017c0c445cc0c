/** Pure: what is wrong with many plugins in the same way, to be told once. */
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { standingOf } from "./standing.ts"

/** So many cards that say the same can still be looked over. */
const APART_MAX = 4

/** What a person decides by a name is different for each. */
const kindOf = (finding: ReportedFinding): string =>
  finding.choices === undefined ? `${standingOf(finding)} ${finding.reason}` : `of ${finding.plugin_id} alone`

/** In the order of the first of each kind; what few have in common stays apart. */
export const alike = (
  findings: ReadonlyArray<ReportedFinding>
): ReadonlyArray<readonly [ReportedFinding, ...Array<ReportedFinding>]> =>
  [...Map.groupBy(findings, kindOf).values()].flatMap(
    ([first, ...others]): ReadonlyArray<readonly [ReportedFinding, ...Array<ReportedFinding>]> => {
      if (first === undefined) return []
      if (others.length >= APART_MAX) return [[first, ...others]]
      return [first, ...others].map((one) => [one] as const)
    }
  )

const NAMED_MAX = 5

/** `clock, news and 12 more`, in the order in which people count. */
export const enumeration = (ids: ReadonlyArray<string>): string => {
  const more = ids.length - NAMED_MAX
  return `${ids.slice(0, NAMED_MAX).join(", ")}${more > 0 ? ` and ${more} more` : ""}`
}
