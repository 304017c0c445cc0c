/** Pure: findings in, a plan out. One write per file, whatever the number of findings. */
import { Action, type ConfigEdit, type StateEdit } from "../domain/Action.ts"
import type { SetAsideCopy } from "../domain/DiskView.ts"
import type { Finding } from "../domain/Finding.ts"

/** One step and the findings that it settles. */
export interface Step<A> {
  readonly action: A
  readonly settles: ReadonlyArray<Finding>
}

export interface Plan {
  readonly configEdits: ReadonlyArray<Step<ConfigEdit>>
  readonly stateEdits: ReadonlyArray<Step<StateEdit>>
  readonly putBacks: ReadonlyArray<Step<SetAsideCopy>>
  /** Ids to fetch from the store. */
  readonly reinstalls: ReadonlyArray<Step<string>>
  /** Directories with a broken manifest, to be set aside and fetched anew. */
  readonly replacements: ReadonlyArray<Step<string>>
}

/** What to do about the findings that can be fixed without a person; the others make no step. */
export const plan = (findings: ReadonlyArray<Finding>): Plan => {
  const configEdits: Array<Step<ConfigEdit>> = []
  const stateEdits: Array<Step<StateEdit>> = []
  const putBacks: Array<Step<SetAsideCopy>> = []
  const reinstalls: Array<Step<string>> = []
  const replacements: Array<Step<string>> = []
  for (const finding of findings) {
    if (finding.fix._tag !== "Auto") continue
    const settles = [finding]
    Action.$match(finding.fix.action, {
      EditConfig: ({ edit }) => configEdits.push({ action: edit, settles }),
      EditState: ({ edit }) => stateEdits.push({ action: edit, settles }),
      PutBack: ({ copy }) => putBacks.push({ action: copy, settles }),
      Reinstall: ({ id }) => reinstalls.push({ action: id, settles }),
      ReplaceBroken: ({ directory }) => replacements.push({ action: directory, settles })
    })
  }
  return {
    configEdits: oneEntryPerKey(configEdits),
    stateEdits: stateEdits.toSorted((a, b) => weight(a.action) - weight(b.action)),
    putBacks,
    reinstalls,
    replacements
  }
}

/** A record is made valid before single fields of it are set. */
const weight = (edit: StateEdit): number =>
  edit._tag === "RebuildRecord" || edit._tag === "RemoveRecord" ? 0 : 1

/** Two rules may want an entry under one key: it is added once, with what the later rule says. */
const oneEntryPerKey = (steps: ReadonlyArray<Step<ConfigEdit>>): ReadonlyArray<Step<ConfigEdit>> => {
  const merged: Array<Step<ConfigEdit>> = []
  const added = new Map<string, number>()
  for (const step of steps) {
    const at = step.action._tag === "AddEntry" ? added.get(step.action.id) : undefined
    const earlier = at === undefined ? undefined : merged[at]
    if (at !== undefined && earlier !== undefined) {
      merged[at] = { action: step.action, settles: [...earlier.settles, ...step.settles] }
      continue
    }
    if (step.action._tag === "AddEntry") added.set(step.action.id, merged.length)
    merged.push(step)
  }
  return merged
}

/** Whether anything in the plan can be done without the store. */
export const editsFiles = (plan: Plan): boolean =>
  plan.configEdits.length + plan.stateEdits.length + plan.putBacks.length > 0

/** Whether carrying the plan out leaves the plugins directory as it is. */
export const sparesDisk = (plan: Plan): boolean =>
  plan.putBacks.length + plan.reinstalls.length + plan.replacements.length === 0
