/** One disagreement: what it is, why, what each side says, and what can be done about it. */
import { Data } from "effect"
import type { JsonValue } from "../../json/JsonValue.ts"
import type { Repair } from "../changes/Repair.ts"
import { byCodePoint } from "../plugin/PluginId.ts"
import type { Failure, InconsistencyType, Reason } from "../schemas.ts"

/** The rules, in the order in which they look at a plugin. The first only where a desired state is given. */
export const INCONSISTENCY_TYPES = [
  "plugin_not_as_desired",
  "plugin_missing_in_config",
  "plugin_missing_on_disk",
  "plugin_enabled_mismatch",
  "plugin_version_mismatch",
  "plugin_state_corrupted"
] as const

export type { InconsistencyType, Reason }

/**
 * Who acts: this program, a person, or none, because nothing is wrong enough. What `waits` is not repaired yet, and
 * says why and until when.
 */
export type Fix = Data.TaggedEnum<{
  Auto: { readonly repair: Repair; readonly waits?: Failure }
  Manual: {}
  None: {}
}>
export const Fix = Data.taggedEnum<Fix>()

/** Small facts about one side, shown to people and scripts. */
export type SideState = { readonly [fact: string]: JsonValue }

/** One way in which a person can have a finding resolved. */
export interface Choice {
  /** What is given to `resolve`. */
  readonly choice: string
  /** What comes of it: words that follow its name, without full stop. */
  readonly does: string
}

/** One disagreement between the sources about one plugin: what each side says, and what can be done about it. */
export interface Finding {
  readonly id: string
  readonly type: InconsistencyType
  readonly reason: Reason
  readonly description: string
  /** Why it is as it is, until when, and what would be right, where that is known: without capital and full stop. */
  readonly cause?: string
  /** The key in config under which the plugin's settings belong, where that is another one. */
  readonly rightKey?: string
  /** What a person can decide about it by a name; nothing where there is no choice. */
  readonly choices?: ReadonlyArray<Choice>
  readonly current: SideState
  readonly expected: SideState
  readonly fix: Fix
}

const RULE_ORDER: ReadonlyMap<InconsistencyType, number> = new Map(
  INCONSISTENCY_TYPES.map((type, index) => [type, index])
)

/** By id in code point order, then rule, then reason. */
export const byIdRuleReason = (a: Finding, b: Finding): number =>
  byCodePoint(a.id, b.id) ||
  (RULE_ORDER.get(a.type) ?? 0) - (RULE_ORDER.get(b.type) ?? 0) ||
  byCodePoint(a.reason, b.reason)

interface FindingName extends Pick<Finding, "id" | "type"> {
  readonly reason: string
}

/** What identifies a finding across the rounds of a run. */
export const findingKey = (finding: Finding | FindingName): string =>
  JSON.stringify([finding.id, finding.type, finding.reason])
