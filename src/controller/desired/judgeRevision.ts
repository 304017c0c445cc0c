/** Pure: whether a revision that was applied does harm, has settled, or is still to be watched. */
import { Option, Result } from "effect"
import { NOT_AS_DESIRED } from "../../domain/desired/DesiredStatus.ts"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import type { DesiredSign } from "../../domain/desired/DesiredDocument.ts"
import type { Report, ReportedFinding } from "../../domain/findings/Report.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"

/** What a pass under a revision that settles has shown. */
export interface RevisionTrial {
  readonly report: Report
  readonly seen: Pick<Snapshot, "config" | "manager">
  /** What the revision has changed. */
  readonly changed: Option.Option<JournalRecord>
  /** Plugins that were loaded before it. */
  readonly loadedBefore: ReadonlyArray<string>
  readonly wanted: Option.Option<DesiredSign>
}

const isAbout = ({ inconsistency_type }: ReportedFinding): boolean => inconsistency_type === NOT_AS_DESIRED

/** Whether the sign has all of the revision that it can have now: what is left needs a person. */
export const isApplied = ({ inconsistencies_found, source_errors }: Report): boolean =>
  source_errors.length === 0 &&
  inconsistencies_found.every(
    (finding) =>
      !isAbout(finding) || finding.outcome.status === "fixed" || finding.outcome.status === "manual"
  )

/** It is not there, and the store says that it never will be: an update that is not offered is no harm. */
const isOutOfReach = (
  { expected_state, outcome, plugin_id, reason }: ReportedFinding,
  { unrecoverable }: Report
): boolean =>
  outcome.status === "manual" &&
  expected_state["exists_on_disk"] === true &&
  (reason === "version_not_offered" || (reason === "desired_missing" && unrecoverable.includes(plugin_id)))

const harmOf = (
  finding: ReportedFinding,
  report: Report,
  changed: ReadonlySet<string>
): string | undefined => {
  const { inconsistency_type, outcome, plugin_id, reason } = finding
  if (isAbout(finding) && outcome.status === "failed" && outcome.error?.kind === "permanent")
    return `${plugin_id} cannot be had: ${outcome.error.message}`
  if (isAbout(finding) && isOutOfReach(finding, report))
    return `${plugin_id} cannot be had: the store does not offer it`
  return inconsistency_type === "plugin_state_corrupted" &&
    reason === "broken_manifest" &&
    outcome.status !== "fixed" &&
    changed.has(plugin_id)
    ? `${plugin_id} has a broken manifest`
    : undefined
}

/** Loaded before, changed by the revision, wanted still, and not loaded now. */
const fallen = (
  { loadedBefore, seen: { config, manager }, wanted }: RevisionTrial,
  changed: ReadonlySet<string>
): ReadonlyArray<string> => {
  if (Result.isFailure(manager) || Result.isFailure(config)) return []
  return loadedBefore.filter((id) => {
    const entry = config.success.values.get(id)
    const isOff = entry?._tag !== "Entry" || (entry.enabled._tag === "Boolean" && !entry.enabled.value)
    const isUnwanted = Option.exists(wanted, ({ plugins }) => plugins.get(id)?.absent?.value === true)
    return changed.has(id) && !isOff && !isUnwanted && manager.success.plugins.get(id)?.loaded !== true
  })
}

/** What a revision has done that it must not, one sentence each. */
export const harms = (shown: RevisionTrial): ReadonlyArray<string> => {
  const changes = shown.changed._tag === "Some" ? shown.changed.value.changes : []
  const changed = new Set(changes.map(({ plugin_id }) => plugin_id))
  return [
    ...shown.report.inconsistencies_found.flatMap((finding) => harmOf(finding, shown.report, changed) ?? []),
    ...fallen(shown, changed).map((id) => `${id} was loaded before, and is not now`)
  ]
}

/** How far a revision is that settles: since when it is applied, monotonic milliseconds, or not yet. */
export type RevisionVerdict =
  | { readonly _tag: "Watch"; readonly appliedAtMs: number | undefined }
  | { readonly _tag: "Settled" }
  | { readonly _tag: "TakeBack"; readonly reasons: ReadonlyArray<string> }

/** The time begins once it is applied: what still waits for the network has not been tried. */
export const judgeRevision = (
  appliedAtMs: number | undefined,
  shown: RevisionTrial,
  nowMs: number,
  settleMs: number
): RevisionVerdict => {
  const reasons = harms(shown)
  if (reasons.length > 0) return { _tag: "TakeBack", reasons }
  if (!isApplied(shown.report)) return { _tag: "Watch", appliedAtMs }
  const since = appliedAtMs ?? nowMs
  return nowMs - since >= settleMs ? { _tag: "Settled" } : { _tag: "Watch", appliedAtMs: since }
}
