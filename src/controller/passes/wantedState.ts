/**
 * What is wanted of a plugin: its entry, whether it was removed, what the store has, and what a document says of it. A
 * change of it is news.
 */
import { Effect, Hash, Option, Result } from "effect"
import { candidatesFor } from "../../domain/store/Registry.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { DesiredState } from "../../services/desired/DesiredState.ts"
import { ConfigWriter } from "../../services/writing/ConfigWriter.ts"
import { PluginRegistry, PluginStore } from "../../services/PluginStore.ts"

/** Digests, since settings may be secret; none of what could not be read. */
export interface WantedState {
  readonly entry: string | undefined
  readonly removed: boolean | undefined
  readonly offer: string | undefined
  readonly desired: string | undefined
}

export const unknownWanted: WantedState = {
  entry: undefined,
  removed: undefined,
  offer: undefined,
  desired: undefined
}

const digest = (value: unknown): string => {
  const text = JSON.stringify(value) ?? ""
  return `${text.length}-${(Hash.string(text) >>> 0).toString(16)}`
}

/** What could not be read, then or now, counts as unchanged: it must end no pause. */
const same = <A>(a: A | undefined, b: A | undefined): boolean => a === undefined || b === undefined || a === b

export const sameWanted = (a: WantedState, b: WantedState): boolean =>
  same(a.entry, b.entry) && same(a.removed, b.removed) && same(a.offer, b.offer) && same(a.desired, b.desired)

/** Without asking the registry: by the copy at hand. */
export const wantedStates = Effect.fnUntraced(function* () {
  const entire = yield* Effect.option((yield* ConfigWriter).value("config", []))
  const config = Option.getOrUndefined(Option.flatten(entire))
  const { uninstalled } = yield* (yield* PluginStore).view(undefined)
  const copy = yield* (yield* PluginRegistry).known
  const state = yield* (yield* DesiredState).current
  return (id: string): WantedState => ({
    entry: isJsonObject(config) ? digest(config[id] ?? null) : undefined,
    removed: Result.isSuccess(uninstalled)
      ? uninstalled.success.marks.has(id) || uninstalled.success.tombstones.has(id)
      : undefined,
    offer: Option.isSome(copy) ? digest(candidatesFor(copy.value.registry, id)) : undefined,
    desired: state && digest(state.plugins.get(id) ?? state.others)
  })
})
