/** One disagreement: what it is, why, what each side says, and what can be done about it. */
import { Data, Schema } from "effect"
import type { JsonValue } from "../../json/JsonValue.ts"
import type { Repair } from "../changes/Repair.ts"
import { byCodePoint } from "../PluginId.ts"

/** The five rules, in the order in which they look at a plugin. */
const INCONSISTENCY_TYPES = [
  "plugin_missing_in_config",
  "plugin_missing_on_disk",
  "plugin_enabled_mismatch",
  "plugin_version_mismatch",
  "plugin_state_corrupted"
] as const

/** The rule that found a disagreement. */
export const InconsistencyType = Schema.Literals(INCONSISTENCY_TYPES)
export type InconsistencyType = typeof InconsistencyType.Type

/** The cause of a finding: stable codes, each explained in docs/errors.md. */
export const Reason = Schema.Literals([
  // rule 1
  "no_entry",
  "key_not_object",
  "system_key",
  // rule 2
  "settings_kept",
  "set_aside_copy",
  "directory_name",
  "recently_uninstalled",
  "unrecoverable",
  "no_store",
  "invalid_id",
  "name_taken",
  "broken_directory",
  "not_installed",
  // rule 3
  "config_differs",
  "entry_not_writable",
  // rule 4
  "record_version",
  "entry_version",
  // rule 5
  "invalid_record",
  "uninstalled_record",
  "orphan_record",
  "broken_manifest",
  "duplicate_id",
  "marked_on_disk",
  "enabled_not_boolean",
  // any rule
  "undone"
])
export type Reason = typeof Reason.Type

/** Who acts: this program, a person, or none, because nothing is wrong enough. */
export type Fix = Data.TaggedEnum<{
  Auto: { readonly repair: Repair }
  Manual: {}
  None: {}
}>
export const Fix = Data.taggedEnum<Fix>()

/** Small facts about one side, shown to people and scripts. */
export type SideState = { readonly [fact: string]: JsonValue }

/** One disagreement between the sources about one plugin: what each side says, and what can be done about it. */
export interface Finding {
  readonly id: string
  readonly type: InconsistencyType
  readonly reason: Reason
  readonly description: string
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

/** What identifies a finding across the rounds of a run. */
export const findingKey = (finding: Finding): string =>
  JSON.stringify([finding.id, finding.type, finding.reason])
