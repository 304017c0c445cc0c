/**
 * Pure: findings in, a plan out. One write per file, whatever the number of findings; and no two steps change
 * the same place, so that their order does not matter.
 */
import { Action, ConfigEdit, StateEdit } from "../../domain/changes/Action.ts"
import type { SetAsideCopy } from "../../domain/sources/DiskView.ts"
import type { Finding } from "../../domain/findings/Finding.ts"
import { type StateRecord, switchedStatus } from "../../domain/sources/StateRecord.ts"

/** One step and the findings that it settles. */
export interface Step<A> {
  readonly action: A
  readonly settles: ReadonlyArray<Finding>
}

/** The changes that repair the findings of a round. */
export interface Plan {
  readonly configEdits: ReadonlyArray<Step<ConfigEdit>>
  readonly stateEdits: ReadonlyArray<Step<StateEdit>>
  readonly putBacks: ReadonlyArray<Step<SetAsideCopy>>
  /** Ids to fetch from the store. */
  readonly reinstalls: ReadonlyArray<Step<string>>
  /** Directories with a broken manifest, to be set aside and fetched anew. */
  readonly replacements: ReadonlyArray<Step<string>>
}

type AddEntry = Extract<ConfigEdit, { readonly _tag: "AddEntry" }>
type RebuildRecord = Extract<StateEdit, { readonly _tag: "RebuildRecord" }>
type FieldEdit = Extract<StateEdit, { readonly _tag: "SetRecordEnabled" | "SetRecordVersion" }>

/** What to do about the findings that can be fixed without a person; the others make no step. */
export const plan = (findings: ReadonlyArray<Finding>): Plan => {
  const additions: Array<Step<AddEntry>> = []
  const entryChanges: Array<Step<ConfigEdit>> = []
  const rebuilds: Array<Step<RebuildRecord>> = []
  const removals: Array<Step<StateEdit>> = []
  const recordChanges: Array<Step<FieldEdit>> = []
  const putBacks: Array<Step<SetAsideCopy>> = []
  const reinstalls: Array<Step<string>> = []
  const replacements: Array<Step<string>> = []
  for (const finding of findings) {
    if (finding.fix._tag !== "Auto") continue
    const settles = [finding]
    Action.$match(finding.fix.action, {
      EditConfig: ({ edit }) =>
        edit._tag === "AddEntry"
          ? additions.push({ action: edit, settles })
          : entryChanges.push({ action: edit, settles }),
      EditState: ({ edit }) =>
        edit._tag === "RebuildRecord"
          ? rebuilds.push({ action: edit, settles })
          : edit._tag === "RemoveRecord"
            ? removals.push({ action: edit, settles })
            : recordChanges.push({ action: edit, settles }),
      PutBack: ({ copy }) => putBacks.push({ action: copy, settles }),
      Reinstall: ({ id }) => reinstalls.push({ action: id, settles }),
      ReplaceBroken: ({ directory }) => replacements.push({ action: directory, settles })
    })
  }
  return {
    configEdits: [...oneEntryPerKey(additions), ...entryChanges],
    stateEdits: [...removals, ...wholeRebuilds(rebuilds, recordChanges)],
    putBacks,
    reinstalls,
    replacements
  }
}

/** A record that is rebuilt takes what else is to change in it at once: the rebuilt record is what stands then. */
const wholeRebuilds = (
  rebuilds: ReadonlyArray<Step<RebuildRecord>>,
  changes: ReadonlyArray<Step<FieldEdit>>
): ReadonlyArray<Step<StateEdit>> => {
  const changesOf = Map.groupBy(changes, ({ action }) => action.id)
  const rebuilt = new Set(rebuilds.map(({ action }) => action.id))
  return [
    ...rebuilds.map((step) => wholeRebuild(step, changesOf.get(step.action.id) ?? [])),
    ...changes.filter(({ action }) => !rebuilt.has(action.id))
  ]
}

const wholeRebuild = (
  { action, settles }: Step<RebuildRecord>,
  changes: ReadonlyArray<Step<FieldEdit>>
): Step<StateEdit> => {
  const to = changes.reduce((record, change) => withEdit(record, change.action), action.to)
  return {
    action: StateEdit.RebuildRecord({ ...action, to }),
    settles: [...changes.flatMap((change) => change.settles), ...settles]
  }
}

const withEdit = (record: StateRecord, edit: FieldEdit): StateRecord =>
  edit._tag === "SetRecordVersion"
    ? { ...record, version: edit.to }
    : { ...record, enabled: edit.to, status: switchedStatus(edit.to) }

/** Two rules may want an entry under one key: it is added once, and what one of them enables is enabled. */
const oneEntryPerKey = (steps: ReadonlyArray<Step<AddEntry>>): ReadonlyArray<Step<AddEntry>> => {
  const merged = new Map<string, Step<AddEntry>>()
  for (const step of steps) {
    const { enabled, id } = step.action
    const earlier = merged.get(id)
    merged.set(
      id,
      earlier === undefined
        ? step
        : {
            action: ConfigEdit.AddEntry({ id, enabled: enabled || earlier.action.enabled }),
            settles: [...earlier.settles, ...step.settles]
          }
    )
  }
  return [...merged.values()]
}

/** Whether anything in the plan can be done without the store. */
export const editsFiles = (plan: Plan): boolean =>
  plan.configEdits.length + plan.stateEdits.length + plan.putBacks.length > 0

/** Whether carrying the plan out leaves the plugins directory as it is. */
export const sparesDisk = (plan: Plan): boolean =>
  plan.putBacks.length + plan.reinstalls.length + plan.replacements.length === 0
