/** Pure: a finding in words: what is wrong, and what comes of it. */
import type { BackOff } from "../../../domain/Controller.ts"
import { reasons } from "../../../domain/findings/reasons.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { count } from "./count.ts"
import { asSentence } from "./sentence.ts"
import { isSuspended, standingOf } from "../findings/standing.ts"
import { inWhile } from "./time.ts"

const repairOf = ({ expected_state, reason }: ReportedFinding): string => {
  const value = expected_state["enabled"]
  if (reason === "config_differs" && typeof value === "boolean")
    return `both are set to ${value ? "on" : "off"}: the side that changed last stands.`
  const { repair } = reasons[reason]
  return repair === undefined ? "it is repaired." : `the repair ${repair}.`
}

const retry = (backOff: BackOff | undefined): string => {
  if (backOff === undefined) return ""
  const tried = `Tried ${backOff.attempts === 1 ? "once" : count(backOff.attempts, "time")}`
  return backOff.retry_in_ms === null
    ? `${tried}. Time alone does not help: it is tried again when something about it changes.`
    : `${tried}; the next attempt is ${inWhile(backOff.retry_in_ms)}.`
}

export const whatComes = (finding: ReportedFinding, backOff: BackOff | undefined): string => {
  const { advice = "A person has to decide." } = reasons[finding.reason]
  const cause = finding.cause === undefined ? "" : `${asSentence(finding.cause)} `
  switch (standingOf(finding)) {
    case "failed":
      return `${cause}${asSentence(finding.outcome.error?.message ?? "The repair failed")} ${retry(backOff)}`
    case "waiting":
      return isSuspended(finding)
        ? `It is suspended, and left alone. When it is resumed, ${repairOf(finding)}`
        : `When repairs are resumed, ${repairOf(finding)}`
    case "person":
    case "note":
      return `${cause}${advice}`
    case "fine":
      return asSentence(repairOf(finding))
  }
}
