/** Pure: the rules that need no desired state, and how any rules are asked. */
import { byIdRuleReason, type Finding, type InconsistencyType } from "../../domain/findings/Finding.ts"
import type { PolicyValues } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { isSilenced } from "./desired/desire.ts"
import { DECIDED, isOfDesired, yielding } from "./desired/judgedBy.ts"
import { enabledMismatch } from "./rules/enabledMismatch.ts"
import { missingInConfig } from "./rules/missingInConfig.ts"
import { missingOnDisk } from "./rules/missingOnDisk.ts"
import {
  knownIds,
  pluginFacts,
  type PluginFacts,
  type SnapshotFacts,
  snapshotFacts
} from "./facts/PluginFacts.ts"
import { stateCorrupted } from "./rules/stateCorrupted.ts"
import { heedUndone } from "./facts/undone.ts"
import type { Verdict } from "./rules/Verdict.ts"
import { versionMismatch } from "./rules/versionMismatch.ts"

export interface Rule {
  readonly type: InconsistencyType
  readonly judge: (plugin: PluginFacts, around: SnapshotFacts) => ReadonlyArray<Verdict>
}

/** Rules 1 to 5, in the order in which they look at each plugin. */
export const ownRules: ReadonlyArray<Rule> = [
  { type: "plugin_missing_in_config", judge: missingInConfig },
  { type: "plugin_missing_on_disk", judge: missingOnDisk },
  { type: "plugin_enabled_mismatch", judge: enabledMismatch },
  { type: "plugin_version_mismatch", judge: versionMismatch },
  { type: "plugin_state_corrupted", judge: stateCorrupted }
]

/** What one of `rules` says of a plugin, as far as a desired state and what a person has undone leave it to say. */
export const judgedBy = (
  rule: Rule,
  rules: ReadonlyArray<Rule>,
  plugin: PluginFacts,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  if (isSilenced(rule.type, plugin, around)) return DECIDED
  const verdicts = heedUndone(rule.judge(plugin, around), plugin, around)
  const desired = isOfDesired(rule.type) ? undefined : rules.find(({ type }) => isOfDesired(type))
  return desired === undefined
    ? verdicts
    : yielding(rule.type, verdicts, heedUndone(desired.judge(plugin, around), plugin, around))
}

/** Detects by the rules given, in any order. */
export const detectBy =
  (rules: ReadonlyArray<Rule>) =>
  (snapshot: Snapshot, policy: PolicyValues): ReadonlyArray<Finding> => {
    const around = snapshotFacts(snapshot, policy)
    const findings: Array<Finding> = []
    for (const id of knownIds(around)) {
      const plugin = pluginFacts(id, around)
      for (const rule of rules) {
        for (const verdict of judgedBy(rule, rules, plugin, around)) {
          if (verdict._tag === "Found") findings.push(verdict.finding)
        }
      }
    }
    return findings.toSorted(byIdRuleReason)
  }

/** What `detect` says where no desired state is given: rule 6 has nothing to say then. */
export const detectUndesired: (snapshot: Snapshot, policy: PolicyValues) => ReadonlyArray<Finding> =
  detectBy(ownRules)
