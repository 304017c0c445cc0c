/** What takes a plugin out: for operations and for the desired state alike. */
import { Effect, Option, Result } from "effect"
import { Change, removeValue } from "../../domain/changes/Change.ts"
import { jsonOf } from "../../domain/changes/jsonOf.ts"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { seenNow } from "../../domain/sources/SeenPlugins.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import type { Uninstalled } from "../../domain/sources/StoreView.ts"
import { type ConfigFile, ConfigWriter } from "../../services/writing/ConfigWriter.ts"
import { keptName } from "../../services/disk/localFiles/keptCopies.ts"
import { inside } from "../../services/installation/Installation.ts"
import { LedgerWriter } from "../../services/writing/LedgerWriter.ts"
import type { PluginFacts } from "../judge/facts/PluginFacts.ts"
import { orWarn } from "../../changes/orWarn.ts"

/** What of a plugin goes beside its directories and its record. */
export interface RemovalScope {
  readonly cause: string
  readonly runId: string
  readonly directories: ReadonlyArray<string>
  readonly entry: boolean
  readonly secrets: boolean
}

/**
 * Tombstone and mark, then entry and secrets, then files, then record. In this order a crash at any point leaves a plugin
 * that is whole or that stays away.
 */
export const removalOf = Effect.fnUntraced(function* (
  { id, key, record }: PluginFacts,
  { cause, directories, entry, runId, secrets }: RemovalScope,
  { disk, uninstalled }: { readonly disk: DiskView; readonly uninstalled: Uninstalled }
) {
  const why = { plugin: id, cause }
  const config = yield* ConfigWriter
  /** With its spelling: what comes back shall be what was there, byte for byte. */
  const removed = Effect.fnUntraced(function* (file: ConfigFile) {
    const member = yield* config.member(file, id)
    return Option.toArray(member).map(({ spelled, value }) =>
      removeValue({ ...why, file, key: [id] }, value, Option.fromUndefinedOr(spelled))
    )
  })
  return [
    Change.AddMember({ ...why, list: "tombstones", member: id }),
    ...(uninstalled.marks.has(id) ? [] : [Change.AddMember({ ...why, list: "marks", member: id })]),
    ...(entry && key === "entry" ? yield* removed("config") : []),
    // For taking back at once; the journal leaves all of this file out. Unreadable secrets would keep what its owner
    // wants gone.
    ...(secrets ? yield* removed("secrets") : []),
    ...directories.map((directory) =>
      Change.SetAside({
        ...why,
        place: inside(disk.shownPath, directory),
        kept: inside(disk.shownPath, keptName(runId, directory))
      })
    ),
    ...(record === undefined
      ? []
      : [removeValue({ ...why, file: "state", key: ["states", id] }, jsonOf(record.value))])
  ] satisfies ReadonlyArray<Change>
})

/**
 * What plugins an operation leaves there: what was removed one by one has not vanished, and what was placed has an entry. If
 * that cannot be noted, what was done still stands.
 */
export const noteSeen = Effect.fnUntraced(function* (
  { disk, seen }: { readonly disk: DiskView; readonly seen: Snapshot },
  { placed, removed = [] }: { readonly placed?: string; readonly removed?: ReadonlyArray<string> } = {}
) {
  const plugins = disk.plugins.filter(({ directory }) => !removed.includes(directory))
  const left: Snapshot = { ...seen, disk: Result.succeed({ ...disk, plugins }) }
  const now = seenNow(left, new Map(), placed)
  if (now === undefined) return
  const { rememberSeen } = yield* LedgerWriter
  yield* orWarn("the plugins that are there could not be remembered")(rememberSeen(now))
})
