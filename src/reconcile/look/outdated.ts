import { Effect, Result } from "effect"
import { tooOldFor } from "../../domain/store/compatibility.ts"
import { candidatesFor } from "../../domain/store/Registry.ts"
import { isNewer } from "../../domain/store/versions.ts"
import { Disk } from "../../services/Disk.ts"
import { Host } from "../../services/installation/Host.ts"
import { PluginRegistry } from "../../services/PluginStore.ts"
import { type InstalledLine, type InstalledList, installedOn } from "./installed.ts"
import type { Readers } from "./snapshot.ts"
import type { StoreError } from "../../domain/errors/StoreError.ts"

/** An installed plugin that the store has a newer version of. */
export interface OutdatedPlugin extends InstalledLine {
  /** The registry's. */
  readonly latest_version: string
}

/** What the store has a newer version of: the JSON document of `installed --outdated`. */
export interface OutdatedList {
  readonly plugins: ReadonlyArray<OutdatedPlugin>
  readonly source_errors: InstalledList["source_errors"]
  /** Whether the registry could not be asked, so that this is by its last good copy. */
  readonly registry_stale: boolean
}

/**
 * What the store has a newer version of and `update` would replace. Asks the registry, and fails where there is no copy
 * of it to fall back on; changes no plugin.
 */
export const outdated = Effect.fn("outdated")(function* (): Effect.fn.Return<
  OutdatedList,
  StoreError,
  Readers | PluginRegistry
> {
  const { disk, list } = yield* installedOn()
  const { version } = yield* (yield* Host).read
  const copy = yield* Effect.result((yield* PluginRegistry).get)
  if (Result.isFailure(copy)) return yield* copy.failure
  const { registry, stale } = copy.success
  const newer = list.plugins.flatMap((plugin) => {
    const [entry] = candidatesFor(registry, plugin.id)
    // What this LEDMatrix cannot run is no update of it.
    if (tooOldFor(entry?.ledmatrix_min_version, version) !== undefined) return []
    const latest = entry?.latest_version
    return typeof latest === "string" && isNewer(latest, plugin.version)
      ? [{ ...plugin, latest_version: latest }]
      : []
  })
  const directories = new Set(newer.map(({ directory }) => directory))
  const kept = Result.isSuccess(disk)
    ? yield* (yield* Disk).kept(
        disk.success,
        disk.success.plugins.filter(({ directory }) => directories.has(directory))
      )
    : new Set<string>()
  const plugins = newer.filter(({ id }) => !kept.has(id))
  return { plugins, source_errors: list.source_errors, registry_stale: stale }
})
