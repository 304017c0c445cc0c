/**
 * Pure: repairs that do not last. Another program may undo one as fast as it is made; the two would write for
 * ever, and wear out the card. A plugin that had to be repaired three times within ten minutes is held.
 */
import type { Failure } from "../domain/findings/Outcome.ts"
import type { ReportedFinding } from "../domain/findings/Report.ts"

/** When each finding was repaired of late, monotonic milliseconds, the newest last. */
export type RepairTimes = ReadonlyMap<string, ReadonlyArray<number>>

export const noRepairs: RepairTimes = new Map()

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
  repairs: RepairTimes,
  findings: ReadonlyArray<ReportedFinding>,
  nowMs: number
): RepairTimes => {
  const next = new Map<string, ReadonlyArray<number>>()
  for (const [key, times] of repairs) {
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

export interface CountedFindings {
  /** As they count for backing off: a repair that was made too often is a failure that may pass. */
  readonly findings: ReadonlyArray<ReportedFinding>
  /** Plugins with such a repair. */
  readonly contested: ReadonlySet<string>
}

export const withContested = (
  repairs: RepairTimes,
  found: ReadonlyArray<ReportedFinding>
): CountedFindings => {
  const contested = new Set<string>()
  const findings = found.map((finding): ReportedFinding => {
    const times = repairs.get(keyOf(finding))?.length ?? 0
    if (finding.outcome.status !== "fixed" || times < TIMES) return finding
    contested.add(finding.plugin_id)
    return { ...finding, outcome: { status: "failed", error: CONTESTED } }
  })
  return { findings, contested }
}
