/** Pure: the conditions that the controller is in, and since when. */
import type { Condition } from "../../domain/Controller.ts"
import type { DesiredStanding } from "../desired/Desired.ts"
import { findingCounts } from "../desired/findingCounts.ts"
import type { RegistryState } from "../../domain/store/RegistryCopy.ts"
import type { Report } from "../../domain/findings/Report.ts"

export interface Circumstances {
  readonly stopping: boolean
  readonly reconciling: boolean
  /** Since when that pass runs is longer than any usual one. */
  readonly hangs: boolean
  /** Everything is suspended. One plugin that is takes nothing from the others. */
  readonly paused: boolean
  /** Of the last pass that came to an end. */
  readonly report: Report | undefined
  /** Why the last pass died, where it did. */
  readonly died: string | undefined
  readonly registry: RegistryState | null
  readonly storeAvailable: boolean
  /** Where a desired state is given. */
  readonly desired: DesiredStanding | undefined
}

type ConditionState = Pick<Condition, "status" | "reason" | "message">

const is = (status: Condition["status"], reason: string, message: string): ConditionState => ({
  status,
  reason,
  message
})

const HANGS = "a pass has been running for more than 5 minutes"

const ready = ({ died, hangs, paused, report, stopping }: Circumstances): ConditionState => {
  if (stopping) return is("false", "stopping", "it is about to end")
  if (hangs) return is("false", "pass_hangs", HANGS)
  if (died !== undefined) return is("false", "pass_died", died)
  if (report === undefined) return is("false", "starting", "the first pass has not ended yet")
  // No repair needs the manager: without its answer there is one thing less to tell.
  const error = report.source_errors.find(({ source }) => source !== "manager")
  if (error !== undefined) return is("false", "source_unreadable", `${error.path}: ${error.error}`)
  // Somebody wants it so: no monitor has to be woken.
  return paused
    ? is("true", "suspended", "it only looks until it is resumed")
    : is("true", "started", "it keeps the installation right")
}

const reconciling = (known: Circumstances): ConditionState =>
  known.reconciling
    ? is("true", "pass_running", "a pass is running")
    : is("false", "idle", "no pass is running")

const degraded = ({ died, hangs, paused, report }: Circumstances): ConditionState => {
  if (hangs) return is("true", "pass_hangs", HANGS)
  if (died !== undefined) return is("true", "pass_died", died)
  if (report === undefined) return is("unknown", "starting", "the first pass has not ended yet")
  const [error] = report.source_errors
  if (error !== undefined) return is("true", "source_unreadable", `${error.path}: ${error.error}`)
  const left = report.inconsistencies_manual
  const asleep = left.filter(({ outcome }) => outcome.error?.code === "suspended").length
  if (asleep > 0 && asleep === left.length)
    return is("true", "suspended", `${asleep} left alone, because its plugin is suspended`)
  if (left.length > 0) {
    const failed = left.filter(({ outcome }) => outcome.status === "failed").length > asleep
    return is("true", failed ? "repair_failed" : "needs_person", `${left.length} left over`)
  }
  const planned = report.inconsistencies_found.filter(({ outcome }) => outcome.status === "planned").length
  if (paused && planned > 0)
    return is("true", "suspended", `${planned} would be repaired if it were not suspended`)
  return is("false", "in_sync", "nothing is left over")
}

const registryReachable = ({ registry, storeAvailable }: Circumstances): ConditionState => {
  if (!storeAvailable) return is("unknown", "offline", "it is set to use no network")
  if (registry === null) return is("unknown", "not_asked", "the registry has not been asked yet")
  if (registry.last_failure !== null) return is("false", "last_attempt_failed", registry.last_failure.problem)
  return is("true", "answered", `${registry.entries} plugins`)
}

const AS_DESIRED: { readonly [state in DesiredStanding["state"]]: Condition["status"] } = {
  none: "unknown",
  waiting: "unknown",
  applied: "true",
  // It is what the document wants of it by now.
  pending_share: "true",
  settling: "unknown",
  rejected: "false",
  unreadable: "false",
  paused: "unknown"
}

const asDesired = ({ desired, report }: Circumstances): ConditionState => {
  if (desired === undefined) return is("unknown", "none", "no desired state is given")
  const { message, state } = desired
  const { not_as_desired: open } = findingCounts(report)
  return AS_DESIRED[state] === "true" && open !== null && open > 0
    ? is("false", state, `${open} not as the document wants`)
    : is(AS_DESIRED[state], state, message)
}

const RULES: ReadonlyArray<readonly [Condition["type"], (known: Circumstances) => ConditionState]> = [
  ["Ready", ready],
  ["Reconciling", reconciling],
  ["Degraded", degraded],
  ["RegistryReachable", registryReachable],
  ["AsDesired", asDesired]
]

export const conditions = (
  before: ReadonlyArray<Condition>,
  known: Circumstances,
  now: string
): ReadonlyArray<Condition> =>
  RULES.filter(([type]) => type !== "AsDesired" || known.desired !== undefined).map(([type, judge]) => {
    const judgement = judge(known)
    const last = before.find((condition) => condition.type === type)
    const changed_at = last?.status === judgement.status ? last.changed_at : now
    return { type, ...judgement, observed_at: now, changed_at }
  })
