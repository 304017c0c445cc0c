/** Changes of plugin directories, carried out: each where what it rests on is there, and completed where half is done. */
import { Effect, Option } from "effect"
import { Change, type PlaceFetched, type PutBack, type SetAside } from "../domain/changes/Change.ts"
import { DiskWriter } from "../services/writing/DiskWriter.ts"
import { Installation, pathOf } from "../services/installation/Installation.ts"
import { PluginInstaller } from "../services/PluginStore.ts"
import type { StagedPlugin } from "../domain/store/StagedPlugin.ts"

/** Whether anything stands at a place, as the journal names it. */
export const exists = Effect.fnUntraced(function* (place: string) {
  const { root } = yield* Installation
  return yield* (yield* DiskWriter).exists(pathOf(root, place))
})

/** What a record names may be another thing by now, or have been so from the start. */
const holds = Effect.fnUntraced(function* (place: string, plugin: string) {
  const { root } = yield* Installation
  return yield* (yield* DiskWriter).holds(pathOf(root, place), plugin)
})

const rename = Effect.fnUntraced(function* (plugin: string, from: string, to: string) {
  const { root } = yield* Installation
  const shown = (place: string) => ({ path: pathOf(root, place), shown: place })
  yield* (yield* DiskWriter).move(plugin, shown(from), shown(to))
})

const makeDurable = Effect.fnUntraced(function* (place: string) {
  const { root } = yield* Installation
  yield* (yield* DiskWriter).makeDurable(pathOf(root, place))
})

/** Sets what stands at `place` aside, where nothing has been so far. */
const setAsideOnce = Effect.fnUntraced(function* (plugin: string, place: string, kept: string) {
  const isDue = (yield* holds(place, plugin)) && !(yield* exists(kept))
  if (isDue) yield* rename(plugin, place, kept)
  return isDue
})

/** Each answers whether what is wanted stands afterwards. */
export const setDirectoryAside = Effect.fnUntraced(function* ({ kept, place, plugin }: SetAside) {
  const moved = yield* setAsideOnce(plugin, place, kept)
  if (yield* exists(place)) return false
  if (!moved) yield* makeDurable(place)
  return true
})

export const putDirectoryBack = Effect.fnUntraced(function* ({ from, kept, place, plugin }: PutBack) {
  if (Option.isSome(kept)) yield* setAsideOnce(plugin, place, kept.value)
  const giveBack = Option.match(kept, {
    onNone: () => Effect.void,
    onSome: (former) => rename(plugin, former, place)
  })
  if (!(yield* holds(from, plugin))) {
    if (yield* exists(place)) return true
    // What was to come back is gone: what stood there stays.
    if (Option.isSome(kept) && (yield* exists(kept.value))) yield* giveBack
    return false
  }
  // Something else has been put there since: an intention that fails at it would be tried for ever.
  if (yield* exists(place)) return false
  yield* rename(plugin, from, place).pipe(Effect.onError(() => Effect.ignore(giveBack)))
  return true
})

/** What was fetched cannot be fetched again here: it is there, or it never came. */
export const confirmPlaced = Effect.fnUntraced(function* ({ place }: PlaceFetched) {
  if (!(yield* exists(place))) return false
  yield* makeDurable(place)
  return true
})

/** The step that puts a staged plugin in its place. */
export const placing = (staged: StagedPlugin, change: PlaceFetched) => ({
  changes: [change],
  carryOut: placeStaged(staged, change)
})

const placeStaged = Effect.fnUntraced(function* (staged: StagedPlugin, change: PlaceFetched) {
  const installer = yield* PluginInstaller
  const keepAs = Option.map(change.kept, nameOf)
  const [, former] = yield* installer.commit(staged, {
    directory: nameOf(change.place),
    replacing: Option.isSome(keepAs),
    ...(Option.isSome(keepAs) ? { keepAs: keepAs.value } : {})
  })
  const kept = former === undefined ? Option.none<string>() : change.kept
  return { made: [yield* withFingerprint({ ...change, kept })], dropped: [] }
})

/**
 * A directory that has just been put in its place, with what tells later whether somebody has changed it since. Where
 * that cannot be read it is left out, and an undoing cannot tell.
 */
export const withFingerprint = Effect.fnUntraced(function* <C extends Change>(change: C) {
  if (change._tag !== "PlaceFetched" && change._tag !== "PutBack") return change
  const { root } = yield* Installation
  const disk = yield* DiskWriter
  return { ...change, fingerprint: yield* Effect.option(disk.fingerprint(pathOf(root, change.place))) }
})

/** Whether a crash or an error cut an exchange in the middle: the old one set aside, the new one not in its place. */
export const isHalfExchanged = Effect.fnUntraced(function* ({ kept, place }: PlaceFetched) {
  return Option.isSome(kept) && (yield* exists(kept.value)) && !(yield* exists(place))
})

/** Whether the plugin stands in its place, and what stood there before where it was to be kept. */
export const isPlaced = Effect.fnUntraced(function* ({ kept, place }: PlaceFetched) {
  return Option.isSome(kept) ? (yield* exists(kept.value)) && (yield* exists(place)) : yield* exists(place)
})

export const putBackFormer = ({ kept, place, plugin }: PlaceFetched) =>
  Option.match(kept, {
    onNone: () => Effect.void,
    onSome: (former) =>
      Effect.flatMap(holds(former, plugin), (isIts) => (isIts ? rename(plugin, former, place) : Effect.void))
  })

const nameOf = (place: string): string => place.slice(place.lastIndexOf("/") + 1)

/** A name in the directory that holds `place`. */
export const beside = (place: string, name: (directory: string) => string): string => {
  const slash = place.lastIndexOf("/")
  return place.slice(0, slash + 1) + name(place.slice(slash + 1))
}
