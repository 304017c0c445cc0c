/** Changes of `enabled`: offered to LEDMatrix, which keeps it in memory where it runs; else made in the files. */
import { Array as Arr, Effect, Option, Ref } from "effect"
import { type Change, type ValueChange, valueAfter } from "../domain/changes/Change.ts"
import { type Edit, type Evidence, evidence, stands } from "../domain/changes/Evidence.ts"
import type { HostTraits } from "../domain/host/HostVersion.ts"
import { isJsonObject } from "../json/JsonValue.ts"
import { valueAt } from "../json/valueAt.ts"
import { ConfigWriter } from "../services/writing/ConfigWriter.ts"
import { Host } from "../services/installation/Host.ts"
import { EnabledSwitch } from "../services/writing/EnabledSwitch.ts"
import { type ChangeResults, carryOut, groupsOf } from "./carryOut.ts"
import { enabledAccount, type EnabledSides, enabledSidesNow } from "./enabledAccount.ts"

/** All changes are of `enabled` alone. The caller holds the root lock. */
export const offerOrWrite = Effect.fn("offerOrWrite")(function* (changes: ReadonlyArray<ValueChange>) {
  const made: Array<Change> = []
  const dropped: Array<Change> = []
  const left: Array<Change> = []
  for (const ofPlugin of Map.groupBy(changes, ({ plugin }) => plugin).values()) {
    if (!Arr.isReadonlyArrayNonEmpty(ofPlugin)) continue
    const account = yield* offerEnabled({ changes: ofPlugin, given: [] })
    if (Option.isNone(account)) left.push(...ofPlugin)
    else made.push(...account.value)
  }
  for (const group of groupsOf(left)) {
    const result = yield* carryOut(group)
    made.push(...result.made)
    dropped.push(...result.dropped)
  }
  return { made, dropped } satisfies ChangeResults
})

/**
 * Has LEDMatrix set `enabled` of one plugin. What came of it, read from the files, may be more than was planned, and
 * nothing where they cannot be read. `None` where LEDMatrix does not take it: then it is for the files.
 */
export const offerEnabled = Effect.fn("offerEnabled")(function* (edit: Edit) {
  const [first] = edit.changes
  const { traits } = yield* (yield* Host).read
  const wanted = wantedEnabled(edit.changes, traits)
  if (Option.isNone(wanted)) return Option.none<ReadonlyArray<Change>>()
  const seen = yield* Ref.make(Option.none<EnabledSides>())
  const isStanding = Effect.gen(function* () {
    const sides = yield* enabledSidesNow(first.plugin)
    yield* Ref.update(seen, (earlier) => Option.orElse(earlier, () => sides))
    if (Option.isNone(sides)) return false
    return yield* allStand([...edit.changes.map(evidence), ...edit.given], sides.value)
  })
  const taken = yield* (yield* EnabledSwitch).set(first.plugin, wanted.value, isStanding)
  if (!taken) return Option.none<ReadonlyArray<Change>>()
  const after = yield* enabledSidesNow(first.plugin)
  const both = Option.all([yield* Ref.get(seen), after])
  return Option.some(
    Option.match(both, {
      onNone: (): ReadonlyArray<Change> => [],
      onSome: ([before, now]) => enabledAccount(first, before, now)
    })
  )
})

/** What is needed of the saved state is of the plugin's own record. */
const allStand = Effect.fnUntraced(function* (needed: ReadonlyArray<Evidence>, { record }: EnabledSides) {
  const config = yield* ConfigWriter
  for (const one of needed) {
    const now =
      one.file === "state"
        ? valueAt({ record: record?.value }, ["record", ...one.key.slice(2)])
        : Option.getOrUndefined(yield* config.value(one.file, one.key))
    if (!stands(one, now)) return false
  }
  return true
})

/**
 * Pure: what the changes want `enabled` to be in entry and record alike; `None` where they want two things, or
 * nothing. An entry that does not say reads as LEDMatrix reads it; one that goes away leaves the plugin off.
 */
const wantedEnabled = (
  changes: ReadonlyArray<ValueChange>,
  { absentEnabled }: HostTraits
): Option.Option<boolean> => {
  const wanted = new Set(changes.flatMap((change) => wantedBy(change, absentEnabled)))
  const [enabled] = wanted
  return wanted.size === 1 && typeof enabled === "boolean" ? Option.some(enabled) : Option.none()
}

const wantedBy = (change: ValueChange, absentEnabled: boolean): ReadonlyArray<unknown> => {
  const inEntry = change.file === "config"
  const [field] = change.key.slice(inEntry ? 1 : 2)
  const after = Option.getOrUndefined(valueAfter(change))
  if (field === "status") return []
  if (field === "enabled") return [inEntry && after === undefined ? absentEnabled : after]
  if (after === undefined) return inEntry ? [false] : []
  return [isJsonObject(after) ? after["enabled"] : undefined]
}
