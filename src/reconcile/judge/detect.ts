/** Pure: a snapshot and a policy in, findings out. No clock, no I/O, no logging. */
import { byIdRuleReason, type Finding, type InconsistencyType } from "../../domain/findings/Finding.ts"
import type { Policy } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { isSilenced } from "./desired/desire.ts"
import { DECIDED, isOfDesired, yielding } from "./desired/judgedBy.ts"
import { notAsDesired } from "./desired/notAsDesired.ts"
import { enabledMismatch } from "./rules/enabledMismatch.ts"
import { missingInConfig } from "./rules/missingInConfig.ts"
import { missingOnDisk } from "./rules/missingOnDisk.ts"
import {
  knownIds,
  pluginFacts,
  type PluginFacts,
  type Surroundings,
  surroundings
} from "./rules/PluginFacts.ts"
import { stateCorrupted } from "./rules/stateCorrupted.ts"
import { heedUndone } from "./rules/undone.ts"
import type { Verdict } from "./rules/Verdict.ts"
import { versionMismatch } from "./rules/versionMismatch.ts"

export interface Rule {
  readonly type: InconsistencyType
  readonly judge: (plugin: PluginFacts, around: Surroundings) => ReadonlyArray<Verdict>
}

/** The rules, in the order in which they look at each plugin. */
export const rules: ReadonlyArray<Rule> = [
  { type: "plugin_not_as_desired", judge: notAsDesired },
  { type: "plugin_missing_in_config", judge: missingInConfig },
  { type: "plugin_missing_on_disk", judge: missingOnDisk },
  { type: "plugin_enabled_mismatch", judge: enabledMismatch },
  { type: "plugin_version_mismatch", judge: versionMismatch },
  { type: "plugin_state_corrupted", judge: stateCorrupted }
]

/** What one rule says of a plugin, as far as the desired state and what a person has undone leave it to say. */
export const judgedBy = (rule: Rule, plugin: PluginFacts, around: Surroundings): ReadonlyArray<Verdict> =>
  isSilenced(rule.type, plugin, around)
    ? DECIDED
    : yielding(
        rule.type,
        heedUndone(rule.judge(plugin, around), plugin, around),
        isOfDesired(rule.type) ? [] : heedUndone(notAsDesired(plugin, around), plugin, around)
      )

/** Detects by the rules given, in any order. */
export const detectBy =
  (rules: ReadonlyArray<Rule>) =>
  (snapshot: Snapshot, policy: Policy): ReadonlyArray<Finding> => {
    const around = surroundings(snapshot, policy)
    const findings: Array<Finding> = []
    for (const id of knownIds(around)) {
      const plugin = pluginFacts(id, around)
      for (const rule of rules) {
        for (const verdict of judgedBy(rule, plugin, around)) {
          if (verdict._tag === "Found") findings.push(verdict.finding)
        }
      }
    }
    return findings.toSorted(byIdRuleReason)
  }

/** Everything that disagrees, sorted by id, rule and reason. A rule whose source is unreadable says nothing. */
export const detect = detectBy(rules)
