/** Pure: how a finding or a plugin stands, and which of them is worse. */
import type { ReportedFinding } from "../../../domain/findings/Report.ts"

/**
 * `failed`: a repair did not work; `person`: somebody has to decide; `waiting`: it would be repaired if it
 * were not suspended; `note`: worth knowing; `fine`: nothing to say.
 */
export type FindingStanding = "failed" | "person" | "waiting" | "note" | "fine"

const WORST_FIRST: ReadonlyArray<FindingStanding> = ["failed", "person", "waiting", "note", "fine"]

export const severity = (standing: FindingStanding): number => WORST_FIRST.indexOf(standing)

export const worse = (a: FindingStanding, b: FindingStanding): FindingStanding =>
  severity(a) <= severity(b) ? a : b

/** What a repair would fail of because somebody suspended the plugin is no failure. */
const HELD_ON_PURPOSE = "suspended"

/** Whether it waits because its plugin alone is suspended. */
export const isSuspended = ({ outcome }: ReportedFinding): boolean => outcome.error?.code === HELD_ON_PURPOSE

export const standingOf = (finding: ReportedFinding): FindingStanding => {
  switch (finding.outcome.status) {
    case "fixed":
      return "fine"
    case "failed":
      return isSuspended(finding) ? "waiting" : "failed"
    case "manual":
      return "person"
    case "planned":
      return "waiting"
    case "informational":
      return "note"
  }
}

export const standingWord: { readonly [standing in FindingStanding]: string } = {
  failed: "Repair failed",
  person: "Needs you",
  waiting: "Waiting",
  note: "Note",
  fine: "In agreement"
}

export const reportedKey = (finding: ReportedFinding): string =>
  `${finding.plugin_id}/${finding.inconsistency_type}/${finding.reason}`

const names = new Intl.Collator("en", { numeric: true })

/** What is wrong now: without what was repaired. Worst first, then by id, in the order in which people count. */
export const openFindings = (findings: ReadonlyArray<ReportedFinding>): ReadonlyArray<ReportedFinding> =>
  findings
    .filter((finding) => standingOf(finding) !== "fine")
    .toSorted(
      (a, b) => severity(standingOf(a)) - severity(standingOf(b)) || names.compare(a.plugin_id, b.plugin_id)
    )
