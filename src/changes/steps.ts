/**
 * Changes as the steps in which they are carried out. Those of `enabled` alone come first and are offered to LEDMatrix,
 * which may write both files; the others go file by file.
 */
import { type Change, isValueChange, type ValueChange } from "../domain/changes/Change.ts"
import { type ChangeResults, carryOut, groupsOf } from "./carryOut.ts"
import type { Effect } from "effect"
import { offerOrWrite } from "./offerEnabled.ts"

/** One step of a transaction: what the journal tells of it, and how it is carried out. */
export interface TransactionStep<E, R> {
  readonly changes: ReadonlyArray<Change>
  readonly carryOut: Effect.Effect<ChangeResults, E, R>
}

/** One step after others. */
export const stepAfter = <E1, R1, E2, R2>(
  others: ReadonlyArray<TransactionStep<E1, R1>>,
  last: TransactionStep<E2, R2>
): ReadonlyArray<TransactionStep<E1 | E2, R1 | R2>> => [...others, last]

/** One step before others. */
export const stepBefore = <E1, R1, E2, R2>(
  first: TransactionStep<E1, R1>,
  others: ReadonlyArray<TransactionStep<E2, R2>>
): ReadonlyArray<TransactionStep<E1 | E2, R1 | R2>> => [first, ...others]

const FIELDS: ReadonlySet<string | undefined> = new Set(["enabled", "status"])

/** What of a plugin's entry or record a change is about: nothing for all of it; `undefined` for any other place. */
const within = ({ file, key, plugin }: ValueChange): ReadonlyArray<string> | undefined => {
  if (file === "secrets") return undefined
  const place = file === "config" ? [plugin] : ["states", plugin]
  return place.every((name, at) => key[at] === name) ? key.slice(place.length) : undefined
}

const isWhole = (change: Change): boolean => isValueChange(change) && within(change)?.length === 0

/** Whether a change is of `enabled`, or of the status that goes with it. */
export const isOfEnabled = (change: Change): boolean => {
  const inside = isValueChange(change) ? within(change) : undefined
  return inside?.length === 1 && FIELDS.has(inside[0])
}

/**
 * `enabledOnly`: nothing but `enabled` was asked for, so that an entry or a record which has to be made for it is
 * LEDMatrix's to make. Without it, a plugin whose entry or record is made as a whole is left in the order of its changes.
 */
export const stepsOf = (changes: ReadonlyArray<Change>, enabledOnly = false) => {
  const whole = new Set(changes.filter(isWhole).map(({ plugin }) => plugin))
  const isOffered = (change: Change): boolean =>
    enabledOnly ? isOfEnabled(change) || isWhole(change) : isOfEnabled(change) && !whole.has(change.plugin)
  const offered = changes.filter(isValueChange).filter(isOffered)
  const others = groupsOf(changes.filter((change) => !isOffered(change)))
  return [
    ...(offered.length === 0 ? [] : [{ changes: offered, carryOut: offerOrWrite(offered) }]),
    ...others.map((group) => ({ changes: group, carryOut: carryOut(group) }))
  ]
}
