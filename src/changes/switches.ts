/** Changes of `enabled`, made by whoever keeps it in memory where there is such a one, else in the files. */
import { Effect, Option, Result } from "effect"
import type { JournalChange } from "../domain/changes/Journal.ts"
import { sameAsJournalled } from "../domain/changes/leftOut.ts"
import { isJsonObject, type JsonValue } from "../json/JsonValue.ts"
import { ConfigWriter } from "../services/Config.ts"
import { EnabledSwitch } from "../services/EnabledSwitch.ts"
import { valueAt } from "../services/files/applyValueEdits.ts"
import { StateStore } from "../services/StateStore.ts"
import { enabledAccount, type EnabledSides, enabledSidesNow } from "./enabledAccount.ts"
import { CONFIG_FILE } from "./journalChanges.ts"
import { byFile, type Made, make } from "./changes.ts"

/** The changes are of `enabled` alone. The caller holds the root lock. */
export const makeSwitches = Effect.fn("makeSwitches")(function* (changes: ReadonlyArray<JournalChange>) {
  const made: Array<JournalChange> = []
  const dropped: Array<JournalChange> = []
  const left: Array<JournalChange> = []
  for (const [id, ofPlugin] of Map.groupBy(changes, ({ plugin_id }) => plugin_id)) {
    const account = yield* switched(id, ofPlugin)
    if (account === undefined) left.push(...ofPlugin)
    else made.push(...account)
  }
  for (const group of byFile(left)) {
    const result = yield* make(group)
    made.push(...result.made)
    dropped.push(...result.dropped)
  }
  return { made, dropped } satisfies Made
})

/** What came of it, which may be more than was planned; `undefined` where it is for the files. */
const switched = Effect.fnUntraced(function* (id: string, changes: ReadonlyArray<JournalChange>) {
  const enabled = wish(changes)
  if (enabled === undefined) return undefined
  let before: EnabledSides | undefined
  const asks = Effect.gen(function* () {
    before = yield* enabledSidesNow(id)
    return before !== undefined && (yield* stands(changes))
  })
  if (!(yield* (yield* EnabledSwitch).set(id, enabled, asks))) return undefined
  const after = yield* enabledSidesNow(id)
  const reason = changes[0]?.reason ?? ""
  return before === undefined || after === undefined ? [] : enabledAccount(id, reason, before, after)
})

/** Whether everything that is to be changed is still what it was. */
const stands = Effect.fnUntraced(function* (changes: ReadonlyArray<JournalChange>) {
  const config = yield* ConfigWriter
  const state = yield* (yield* StateStore).read
  for (const { before, file, key = [], plugin_id } of changes) {
    const now =
      file === CONFIG_FILE
        ? Option.getOrUndefined(yield* config.value("config", key))
        : Result.isSuccess(state)
          ? valueIn(state.success.records.get(plugin_id)?.value, key.slice(2))
          : undefined
    if (before === undefined ? now !== undefined : !sameAsJournalled(before, now)) return false
  }
  return true
})

const valueIn = (record: unknown, key: ReadonlyArray<string>): JsonValue | undefined =>
  valueAt({ record }, ["record", ...key])

/**
 * Pure: what the changes want `enabled` to be in entry and record alike; `undefined` where they want two
 * things, or none of both. An entry that does not say reads true; one that goes away leaves the plugin off.
 */
const wish = (changes: ReadonlyArray<JournalChange>): boolean | undefined => {
  const wanted = new Set(changes.flatMap(wishOf))
  const [enabled] = wanted
  return wanted.size === 1 && typeof enabled === "boolean" ? enabled : undefined
}

const wishOf = ({ after, file, key = [] }: JournalChange): ReadonlyArray<unknown> => {
  const inEntry = file === CONFIG_FILE
  const [field] = key.slice(inEntry ? 1 : 2)
  if (field === "status") return []
  if (field === "enabled") return [inEntry && after === undefined ? true : after]
  if (after === undefined) return inEntry ? [false] : []
  return [isJsonObject(after) ? after["enabled"] : undefined]
}
