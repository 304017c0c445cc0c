/** Pure: whether more signs may be given a revision, by what those say that have it. */
import type { DesiredStatus } from "../desired/DesiredStatus.ts"
import type { Answer } from "./Sign.ts"

/** When the gate opens; shares from 0 to 1. */
export interface GateLimits {
  readonly maxFailed: number
  readonly maxUnknown: number
  readonly minReports: number
  readonly soakSeconds: number
}

/**
 * How a sign stands to a revision: `good` has kept to it for long enough and lacks nothing; `trying` has it;
 * `failed` took it back; `elsewhere` keeps to another.
 */
export type RevisionStanding = "good" | "trying" | "failed" | "elsewhere" | "unknown"

export const standingTo = (
  answer: Answer<DesiredStatus>,
  revision: string,
  soakSeconds: number
): RevisionStanding => {
  if (answer._tag === "Unknown") return "unknown"
  const { in_force, not_as_desired, rejected, state } = answer.status
  if (rejected.some((one) => one.revision === revision)) return "failed"
  if (in_force?.revision !== revision) return "elsewhere"
  // Of a sign that is paused nothing is wanted, so that nothing lacks.
  const isKept = in_force.settled && in_force.age_seconds >= soakSeconds && state !== "paused"
  return isKept && not_as_desired === 0 ? "good" : "trying"
}

/** `open`: the share may be raised. `wait`: not yet. `stop`: the revision is to be taken back. */
export interface GateVerdict {
  readonly verdict: "open" | "wait" | "stop"
  readonly why: string
  readonly counts: { readonly [standing in RevisionStanding]: number }
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`

const signs = (count: number): string => (count === 1 ? "1 sign" : `${count} signs`)

/** One bad sign among few stops a revision, since it was given to few just for that. */
export const judgeGate = (standings: ReadonlyArray<RevisionStanding>, limits: GateLimits): GateVerdict => {
  const count = (standing: RevisionStanding): number => standings.filter((one) => one === standing).length
  const counts = {
    good: count("good"),
    trying: count("trying"),
    failed: count("failed"),
    elsewhere: count("elsewhere"),
    unknown: count("unknown")
  }
  const { failed, good, trying, unknown } = counts
  const tried = failed + good + trying
  const is = (verdict: GateVerdict["verdict"], why: string): GateVerdict => ({ verdict, why, counts })
  // Where none tried it, this is no number, and no more than any.
  if (failed / tried > limits.maxFailed)
    return is(
      "stop",
      `${failed} of the ${signs(tried)} that tried it took it back (${percent(failed / tried)}; at most ${percent(limits.maxFailed)} may)`
    )
  const share = standings.length === 0 ? 1 : unknown / standings.length
  if (share > limits.maxUnknown)
    return is(
      "wait",
      `${unknown} of ${signs(standings.length)} do not answer (${percent(share)}; at most ${percent(limits.maxUnknown)} may)`
    )
  if (good < limits.minReports)
    return is(
      "wait",
      `${signs(good)} had it for ${limits.soakSeconds} s and lack nothing, ${limits.minReports} are needed; ${trying} more have it`
    )
  return is(
    "open",
    `${signs(good)} had it for ${limits.soakSeconds} s and lack nothing; ${failed} took it back`
  )
}
