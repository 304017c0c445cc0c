/**
 * Pure: repairs that do not last. Another program may undo one as fast as it is made; the two would write for
 * ever, and wear out the card. What had to be repaired again and again within a short time is held back.
 */
import type { Failure } from "../domain/findings/Outcome.ts"
import type { ReportedFinding } from "../domain/findings/Report.ts"

/** When each finding was repaired of late, monotonic milliseconds, the newest last. */
export type Contests = ReadonlyMap<string, ReadonlyArray<number>>

export const noContests: Contests = new Map()

const WITHIN_MS = 600_000
const TIMES = 3

const CONTESTED: Failure = {
  kind: "transient",
  code: "contested",
  message: "another program undoes the repair again and again; it is tried less and less often"
}

const keyOf = ({ inconsistency_type, plugin_id, reason }: ReportedFinding): string =>
  JSON.stringify([plugin_id, inconsistency_type, reason])

export const observeRepairs = (
  contests: Contests,
  findings: ReadonlyArray<ReportedFinding>,
  nowMs: number
): Contests => {
  const next = new Map<string, ReadonlyArray<number>>()
  for (const [key, times] of contests) {
    const lately = times.filter((at) => nowMs - at < WITHIN_MS)
    if (lately.length > 0) next.set(key, lately)
  }
  for (const finding of findings) {
    if (finding.outcome.status !== "fixed") continue
    const key = keyOf(finding)
    next.set(key, [...(next.get(key) ?? []), nowMs].slice(-TIMES))
  }
  return next
}

export interface Counted {
  /** As they count for backing off: a repair that was made too often is a failure that may pass. */
  readonly findings: ReadonlyArray<ReportedFinding>
  /** Plugins with such a repair. */
  readonly contested: ReadonlySet<string>
}

export const withContested = (contests: Contests, found: ReadonlyArray<ReportedFinding>): Counted => {
  const contested = new Set<string>()
  const findings = found.map((finding): ReportedFinding => {
    const times = contests.get(keyOf(finding))?.length ?? 0
    if (finding.outcome.status !== "fixed" || times < TIMES) return finding
    contested.add(finding.plugin_id)
    return { ...finding, outcome: { status: "failed", error: CONTESTED } }
  })
  return { findings, contested }
}
