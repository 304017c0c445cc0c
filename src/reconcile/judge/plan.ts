/**
 * Pure: findings in, a plan out. One write per file, also for many findings; and no two steps change
 * the same place, so that their order does not matter.
 */
import { Array as Arr, Option } from "effect"
import {
  type PutBack,
  type SetByteOrderMark,
  type ValueChange,
  valueAfter
} from "../../domain/changes/Change.ts"
import type { Edit } from "../../domain/changes/Evidence.ts"
import { type DesiredFetch, type UndesiredPlugin, Repair } from "../../domain/changes/Repair.ts"
import { type Finding } from "../../domain/findings/Finding.ts"
import { switchedStatus } from "../../domain/sources/StateRecord.ts"
import { isJsonObject } from "../../json/JsonValue.ts"

/** One step and the findings that it repairs. */
export interface PlanStep<A> {
  readonly repair: A
  readonly findings: ReadonlyArray<Finding>
}

/** The changes that repair the findings of a round. */
export interface Plan {
  readonly configEdits: ReadonlyArray<PlanStep<Edit>>
  readonly stateEdits: ReadonlyArray<PlanStep<Edit>>
  readonly putBacks: ReadonlyArray<PlanStep<PutBack>>
  /** Manifests whose byte-order mark is taken off. */
  readonly marks: ReadonlyArray<PlanStep<SetByteOrderMark>>
  /** Ids to fetch from the store. */
  readonly reinstalls: ReadonlyArray<PlanStep<string>>
  /** Directories with a broken manifest, to be set aside and fetched anew. */
  readonly replacements: ReadonlyArray<PlanStep<string>>
  /** What the desired state wants from the store. */
  readonly obtained: ReadonlyArray<PlanStep<DesiredFetch>>
  /** What the desired state wants away. */
  readonly removals: ReadonlyArray<PlanStep<UndesiredPlugin>>
}

/** What to do about the findings that can be fixed without a person; the others make no step. */
export const plan = (findings: ReadonlyArray<Finding>): Plan => {
  const edits: Array<PlanStep<Edit>> = []
  const putBacks: Array<PlanStep<PutBack>> = []
  const marks: Array<PlanStep<SetByteOrderMark>> = []
  const reinstalls: Array<PlanStep<string>> = []
  const replacements: Array<PlanStep<string>> = []
  const obtained: Array<PlanStep<DesiredFetch>> = []
  const removals: Array<PlanStep<UndesiredPlugin>> = []
  for (const finding of findings) {
    if (finding.fix._tag !== "Auto" || finding.fix.waits !== undefined) continue
    const alone = { findings: [finding] }
    Repair.$match(finding.fix.repair, {
      Edit: ({ changes, given }) => edits.push({ repair: { changes, given }, ...alone }),
      PutBack: ({ change }) => putBacks.push({ repair: change, ...alone }),
      TakeOffMark: ({ change }) => marks.push({ repair: change, ...alone }),
      Fetch: ({ plugin, replacing }) =>
        (replacing ? replacements : reinstalls).push({ repair: plugin, ...alone }),
      Obtain: (repair) => obtained.push({ repair, ...alone }),
      Remove: (repair) => removals.push({ repair, ...alone })
    })
  }
  const inConfig = edits.filter(({ repair }) => repair.changes[0].file === "config")
  const inState = edits.filter(({ repair }) => repair.changes[0].file === "state")
  const [additions, entryChanges] = parted(inConfig, (change) => change.key.length === 1)
  const [recordRemovals, others] = parted(inState, ({ _tag }) => _tag === "RemoveValue")
  return {
    configEdits: [...oneEntryPerKey(additions), ...entryChanges],
    stateEdits: [...recordRemovals, ...wholeRebuilds(others)],
    putBacks,
    marks,
    reinstalls,
    replacements,
    obtained,
    removals
  }
}

const parted = (steps: ReadonlyArray<PlanStep<Edit>>, is: (change: ValueChange) => boolean) => {
  const isOne = ({ repair }: PlanStep<Edit>): boolean => is(repair.changes[0])
  return [steps.filter(isOne), steps.filter((step) => !isOne(step))] as const
}

const pluginOf = ({ repair }: PlanStep<Edit>): string => repair.changes[0].plugin

/** A record that is rebuilt takes what else is to change in it at once: the rebuilt record is what stands then. */
const wholeRebuilds = (steps: ReadonlyArray<PlanStep<Edit>>): ReadonlyArray<PlanStep<Edit>> => {
  const [rebuilds, changes] = parted(steps, ({ key }) => key.length === 2)
  const changesOf = Map.groupBy(changes, pluginOf)
  const rebuilt = new Set(rebuilds.map(pluginOf))
  return [
    ...rebuilds.map((step) => wholeRebuild(step, changesOf.get(pluginOf(step)) ?? [])),
    ...changes.filter((step) => !rebuilt.has(pluginOf(step)))
  ]
}

const wholeRebuild = (
  { repair, findings }: PlanStep<Edit>,
  swallowed: ReadonlyArray<PlanStep<Edit>>
): PlanStep<Edit> => {
  const fields = swallowed.flatMap((step) => step.repair.changes)
  return {
    repair: { ...repair, changes: Arr.map(repair.changes, (change) => withFields(change, fields)) },
    findings: [...swallowed.flatMap((step) => step.findings), ...findings]
  }
}

/** The status follows `enabled`, also where the rebuilt record has another one. */
const withFields = (rebuild: ValueChange, fields: ReadonlyArray<ValueChange>): ValueChange => {
  if (rebuild._tag !== "SetValue" || !isJsonObject(rebuild.to)) return rebuild
  const set = fields.flatMap((field) => {
    const [, , name = ""] = field.key
    if (field._tag !== "SetValue") return []
    const set = [name, field.to]
    return name === "enabled" ? [set, ["status", switchedStatus(field.to === true)]] : [set]
  })
  return { ...rebuild, to: { ...rebuild.to, ...Object.fromEntries(set) } }
}

/** Two rules may want an entry under one key: it is added once, and what one of them enables is enabled. */
const oneEntryPerKey = (steps: ReadonlyArray<PlanStep<Edit>>): ReadonlyArray<PlanStep<Edit>> => {
  const merged = new Map<string, PlanStep<Edit>>()
  for (const step of steps) {
    const earlier = Option.fromUndefinedOr(merged.get(pluginOf(step)))
    merged.set(
      pluginOf(step),
      Option.match(earlier, {
        onNone: () => step,
        onSome: (one) => ({
          // The cause is the last one's, as in every step that repairs several findings.
          repair: enables(one) && !enables(step) ? { ...step.repair, changes: enabling(step) } : step.repair,
          findings: [...one.findings, ...step.findings]
        })
      })
    )
  }
  return [...merged.values()]
}

const enables = ({ repair }: PlanStep<Edit>): boolean =>
  Option.exists(valueAfter(repair.changes[0]), (entry) => isJsonObject(entry) && entry["enabled"] === true)

const enabling = ({ repair }: PlanStep<Edit>): Edit["changes"] =>
  Arr.map(repair.changes, (change) => ({ ...change, to: { enabled: true } }))

/** Whether anything in the plan can be done without the store. */
export const editsFiles = (plan: Plan): boolean =>
  plan.configEdits.length + plan.stateEdits.length + plan.putBacks.length + plan.marks.length > 0

/** Whether carrying the plan out leaves the plugins directory as it is. */
export const sparesDisk = (plan: Plan): boolean =>
  [plan.putBacks, plan.marks, plan.reinstalls, plan.replacements, plan.obtained, plan.removals].every(
    (steps) => steps.length === 0
  )
