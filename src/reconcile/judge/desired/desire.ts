/** Pure: what the desired state says of one plugin, as far as it is not held back because a person has undone it. */
import { DESIRED_REASONS, desiredEvidence, type DesiredReason } from "../../../domain/desired/DesiredView.ts"
import type { DesiredPlugin } from "../../../domain/desired/DesiredDocument.ts"
import { findingKey, type InconsistencyType } from "../../../domain/findings/Finding.ts"
import type { PluginFacts, SnapshotFacts } from "../facts/PluginFacts.ts"

/** What is wanted of a plugin. */
export type Desire =
  | {
      readonly _tag: "Nothing"
      readonly because: string
      /** What other rules do not repair either, because the desired state would take it back. */
      readonly silences: ReadonlyArray<InconsistencyType>
    }
  | { readonly _tag: "Absent"; readonly reason: DesiredReason; readonly forget: boolean }
  | {
      readonly _tag: "Present"
      readonly wanted: Pick<DesiredPlugin, "version" | "enabled" | "settings">
      readonly enabledReason: DesiredReason
    }

const nothing = (because: string, ...silences: ReadonlyArray<InconsistencyType>): Desire => ({
  _tag: "Nothing",
  because,
  silences
})
const NOT_NAMED = nothing("the desired state does not name it")
const KEPT = nothing("it is bundled or local_only, which others never touch")
const NOT_BROUGHT = nothing(
  "it is not installed, and the desired state would remove it",
  "plugin_missing_on_disk",
  "plugin_enabled_mismatch"
)
const NOT_THERE = nothing(
  "it is not installed; once it is, the desired state disables it",
  "plugin_enabled_mismatch"
)
const DISABLED: Desire = {
  _tag: "Present",
  wanted: { version: undefined, enabled: { value: false, layer: "others" }, settings: [] },
  enabledReason: "not_desired"
}
const REMOVED: Desire = { _tag: "Absent", reason: "not_desired", forget: false }

/** `undefined` without a desired state. */
export const desireFor = (
  { id, installed }: PluginFacts,
  { snapshot }: SnapshotFacts
): Desire | undefined => {
  const view = snapshot.desired
  if (view === undefined) return undefined
  const wanted = view.state.plugins.get(id)
  if (wanted === undefined) {
    const { others } = view.state
    if (others === "keep") return NOT_NAMED
    if (installed.length === 0) return others === "remove" ? NOT_BROUGHT : NOT_THERE
    if (view.kept.has(id)) return KEPT
    return others === "disable" ? DISABLED : REMOVED
  }
  return wanted.absent?.value === true
    ? { _tag: "Absent", reason: "desired_absent", forget: wanted.settings.at(-1)?.value === null }
    : { _tag: "Present", wanted, enabledReason: "desired_enabled" }
}

/** Whether the desired state leaves a rule nothing to say of a plugin that it does not name. */
export const isSilenced = (type: InconsistencyType, plugin: PluginFacts, around: SnapshotFacts): boolean => {
  const desire = desireFor(plugin, around)
  return desire?._tag === "Nothing" && desire.silences.includes(type)
}

/** What identifies a finding against the desired state. */
export const desiredFindingKey = (id: string, reason: string): string =>
  findingKey({ id, type: "plugin_not_as_desired", reason })

const REASONS: ReadonlySet<string> = new Set(DESIRED_REASONS)

/** Whether a change of a run was made for a desired state. */
export const isDesiredReason = (cause: string): boolean => REASONS.has(cause)

/** Whether a person has undone what this revision wanted. */
const isHeldBack = (id: string, reason: DesiredReason, { snapshot }: SnapshotFacts): boolean =>
  snapshot.desired !== undefined &&
  snapshot.ledger.undone.get(desiredFindingKey(id, reason)) ===
    desiredEvidence(snapshot.desired.state.revision)

/** The value of `enabled` that stands, under every authority. */
export const desiredEnabled = (plugin: PluginFacts, around: SnapshotFacts): boolean | undefined => {
  const desire = desireFor(plugin, around)
  return desire?._tag === "Present" && !isHeldBack(plugin.id, desire.enabledReason, around)
    ? desire.wanted.enabled?.value
    : undefined
}
