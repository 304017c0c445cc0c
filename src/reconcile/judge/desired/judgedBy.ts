/** Pure: what a rule says of a plugin where a desired state may have decided it. */
import { desiredEvidence } from "../../../domain/desired/DesiredView.ts"
import type { Finding } from "../../../domain/findings/Finding.ts"
import type { SnapshotFacts } from "../facts/PluginFacts.ts"
import { clear, type Verdict } from "../rules/Verdict.ts"

export const DECIDED = clear("the desired state decides that")

/** The verdicts of another rule, as far as the findings against the desired state leave it to say anything. */
export const yielding = (
  type: Finding["type"],
  verdicts: ReadonlyArray<Verdict>,
  desired: ReadonlyArray<Verdict>
): ReadonlyArray<Verdict> => {
  const decided = desired.flatMap((verdict) => (verdict._tag === "Found" ? [verdict.finding] : []))
  if (decided.some((finding) => decides(finding, type))) return DECIDED
  if (!decided.some(makesEntry)) return verdicts
  // The whole entry is made once: another one, without the desired settings, would take its place.
  const left = verdicts.filter((verdict) => verdict._tag !== "Found" || !makesEntry(verdict.finding))
  return left.length === 0 ? DECIDED : left
}

/** Entries stand at the top of config; at the top of the saved state nothing is changed. */
const makesEntry = ({ fix }: Finding): boolean =>
  fix._tag === "Auto" && fix.repair._tag === "Edit" && fix.repair.changes[0].key.length === 1

/** What was undone decides nothing. */
const decides = ({ current, fix, reason }: Finding, type: Finding["type"]): boolean => {
  if (reason === "undone") return false
  const { exists_in_config: inConfig, exists_on_disk: onDisk } = current
  const isRemoval = fix._tag === "Auto" && fix.repair._tag === "Remove"
  // The record follows once the other version is there.
  if (type === "plugin_version_mismatch") return reason === "desired_version" && fix._tag === "Auto"
  return (
    (type === "plugin_missing_in_config" && (onDisk !== undefined || inConfig === false)) ||
    (type === "plugin_missing_on_disk" && onDisk !== undefined) ||
    (type === "plugin_enabled_mismatch" && (onDisk === true || isRemoval))
  )
}

/**
 * What an undone finding against a desired state rests on: its document alone. What else changes does not bring back what
 * was undone of it; and a run without a desired state cannot tell.
 */
export const standsUndone = (then: string, { snapshot: { desired } }: SnapshotFacts): boolean =>
  desired === undefined || desiredEvidence(desired.state.revision) === then

/** The type of the findings that a desired state leads to. */
export const isOfDesired = (type: string): boolean => type === "plugin_not_as_desired"
