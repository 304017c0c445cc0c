/** Pure: a snapshot and a policy in, findings out. No clock, no I/O, no logging. */
import type { Finding } from "../../domain/findings/Finding.ts"
import type { PolicyValues } from "../../domain/Policy.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { notAsDesired } from "./desired/notAsDesired.ts"
import { detectBy, ownRules, type Rule } from "./detectBy.ts"

/** The rules, in the order in which they look at each plugin. */
export const rules: ReadonlyArray<Rule> = [
  { type: "plugin_not_as_desired", judge: notAsDesired },
  ...ownRules
]

/** Everything that disagrees, sorted by id, rule and reason. A rule whose source is unreadable says nothing. */
export const detect: (snapshot: Snapshot, policy: PolicyValues) => ReadonlyArray<Finding> = detectBy(rules)
