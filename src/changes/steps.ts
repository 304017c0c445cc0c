/**
 * Changes as the steps in which they are made. Those of `enabled` alone come first and are offered to whoever
 * keeps it in memory, which may write both files; the others go file by file.
 */
import { Effect } from "effect"
import type { JournalChange } from "../domain/changes/Journal.ts"
import { CONFIG_FILE, STATE_FILE } from "./journalChanges.ts"
import { byFile, type Made, make } from "./changes.ts"
import { makeSwitches } from "./switches.ts"

/** One step of a transaction: what the journal tells of it, and how it is made. */
export interface Step<E, R> {
  readonly changes: ReadonlyArray<JournalChange>
  readonly make: Effect.Effect<Made, E, R>
}

interface Group {
  readonly changes: ReadonlyArray<JournalChange>
  readonly switches: boolean
}

/** In an operation of this name nothing else than `enabled` was asked for, whatever had to be made for it. */
const OPERATIONS: ReadonlySet<string> = new Set(["enable", "disable"])
/** The reason of a finding that is settled by setting one side's `enabled`. */
const DIFFERS = "config_differs"
const FIELDS: ReadonlySet<string | undefined> = new Set(["enabled", "status"])

/** What of a plugin's entry or record a change is about: nothing for all of it; `undefined` for any other place. */
const within = ({ file, key = [], plugin_id }: JournalChange): ReadonlyArray<string> | undefined => {
  const place = file === CONFIG_FILE ? [plugin_id] : ["states", plugin_id]
  if (file !== CONFIG_FILE && file !== STATE_FILE) return undefined
  return place.every((name, at) => key[at] === name) ? key.slice(place.length) : undefined
}

const isSwitch = (change: JournalChange): boolean => {
  const [field, ...deeper] = within(change) ?? ["elsewhere"]
  if (field === undefined) return OPERATIONS.has(change.reason)
  return (
    deeper.length === 0 && FIELDS.has(field) && (OPERATIONS.has(change.reason) || change.reason === DIFFERS)
  )
}

/** A record that the same changes make as a whole stays in their order. */
const groups = (changes: ReadonlyArray<JournalChange>): ReadonlyArray<Group> => {
  const wholes = new Set(
    changes.flatMap((change) => (!isSwitch(change) && within(change)?.length === 0 ? [change.plugin_id] : []))
  )
  const isOffered = (change: JournalChange): boolean => isSwitch(change) && !wholes.has(change.plugin_id)
  const offered = changes.filter(isOffered)
  const others = byFile(changes.filter((change) => !isOffered(change)))
  return [
    ...(offered.length === 0 ? [] : [{ changes: offered, switches: true }]),
    ...others.map((group) => ({ changes: group, switches: false }))
  ]
}

const carriedOut = Effect.fnUntraced(function* ({ changes, switches }: Group) {
  return switches ? yield* makeSwitches(changes) : yield* make(changes)
})

/** Steps that the journal's own account is enough for. */
export const stepsOf = (changes: ReadonlyArray<JournalChange>) =>
  groups(changes).map((group) => ({ changes: group.changes, make: carriedOut(group) }))
