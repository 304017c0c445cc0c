/** Pure: what of the plugins was there when this installation was last looked at, remembered for the next process. */
import { Result } from "effect"
import { changedLately } from "./lostEntries.ts"
import type { LedgerView } from "./Ledger.ts"
import type { AgreementChanges } from "./recordMarks.ts"
import type { Snapshot } from "./Snapshot.ts"

/** What was in the plugins directory at the last look. */
export interface SeenPlugins {
  /** Path of the plugins directory, where several plugins were in it. */
  readonly directory: string | undefined
  /** Plugins that had an entry in config and stood in their place, of which no agreement says that. */
  readonly entries: ReadonlySet<string>
}

export const nothingSeen: SeenPlugins = { directory: undefined, entries: new Set() }

/** Whether a plugin had an entry when this installation was last looked at. */
export const hadEntry = (
  id: string,
  { agreements, seen }: Pick<LedgerView, "agreements" | "seen">
): boolean => seen.entries.has(id) || agreements.get(id)?.enabled !== undefined

/** Plugins that do not go all at once: an owner removes one after the other, and each is seen to go. */
export const SEVERAL = 3

/**
 * What to remember; `undefined` where that is remembered already, or nothing can be told. While LEDMatrix may be
 * uninstalling a plugin, or has it set aside, what was seen of it before stands: nothing else tells that it was there.
 * `placed` stands there by now, with an entry.
 */
export const seenNow = (
  {
    config,
    disk,
    ledger: { agreements, seen },
    takenAtMs
  }: Pick<Snapshot, "config" | "disk" | "ledger" | "takenAtMs">,
  newlyAgreed: AgreementChanges,
  placed?: string
): SeenPlugins | undefined => {
  if (Result.isFailure(disk) || Result.isFailure(config)) return undefined
  const { path, plugins, setAside } = disk.success
  const { values } = config.success
  const onDisk = new Set<string>(plugins.map(({ id }) => id))
  if (placed !== undefined) onDisk.add(placed)
  const directory = onDisk.size >= SEVERAL ? path : undefined
  const hasEntry = (id: string): boolean => id === placed || values.get(id)?._tag === "Entry"
  const mayLeave = changedLately(config.success, takenAtMs)
  const isAgreed = (id: string): boolean =>
    (newlyAgreed.has(id) ? newlyAgreed : agreements).get(id)?.enabled !== undefined
  const entries = new Set([
    ...[...onDisk].filter((id) => hasEntry(id) && (seen.entries.has(id) || !isAgreed(id))),
    ...[...seen.entries].filter((id) => (onDisk.has(id) ? mayLeave : setAside.has(id)))
  ])
  const isSame =
    directory === seen.directory &&
    entries.size === seen.entries.size &&
    [...entries].every((id) => seen.entries.has(id))
  return isSame ? undefined : { directory, entries }
}

/** Whether nothing of what was seen before is missing. */
export const isMore = (now: SeenPlugins, before: SeenPlugins): boolean =>
  (now.directory !== undefined || before.directory === undefined) &&
  [...before.entries].every((id) => now.entries.has(id))
