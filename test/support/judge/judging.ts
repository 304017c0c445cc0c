/** What the rules are given of one plugin, out of plain data. */
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import type { Snapshot } from "../../../src/domain/sources/Snapshot.ts"
import {
  pluginFacts,
  type PluginFacts,
  snapshotFacts,
  type SnapshotFacts
} from "../../../src/reconcile/judge/facts/PluginFacts.ts"
import type { Verdict } from "../../../src/reconcile/judge/rules/Verdict.ts"
import { type Model, policyOf, snapshotOf } from "../snapshots.ts"

/** `seen` is what a model does not say of the snapshot. */
export const factsOf = (
  model: Model,
  policy: Partial<PolicyValues> = {},
  seen: Partial<Snapshot> = {}
): SnapshotFacts => snapshotFacts({ ...snapshotOf(model), ...seen }, policyOf(policy))

/** What a rule says of `clock`. */
export const judgedBy =
  (rule: (plugin: PluginFacts, around: SnapshotFacts) => ReadonlyArray<Verdict>) =>
  (...given: Parameters<typeof factsOf>): ReadonlyArray<Verdict> => {
    const around = factsOf(...given)
    return rule(pluginFacts("clock", around), around)
  }

/** The same, of a rule that finds something, its findings. */
export const foundBy = (...[rule]: Parameters<typeof judgedBy>) => {
  const judge = judgedBy(rule)
  return (...given: Parameters<typeof factsOf>) =>
    judge(...given).flatMap((verdict) => (verdict._tag === "Found" ? [verdict.finding] : []))
}
