/** What the store offers, and what of it is installed here. Changes no plugin. */
import { Effect, Option, Result } from "effect"
import { byCodePoint, otherSpelling } from "../../domain/plugin/PluginId.ts"
import type { StoreError } from "../../domain/errors/StoreError.ts"
import type { Report } from "../../domain/findings/Report.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import type { Registry } from "../../domain/store/Registry.ts"
import type { RegistryState } from "../../domain/store/RegistryCopy.ts"
import { isWanted, storeListing } from "../../domain/store/StoreListing.ts"
import { nearestOf } from "../../domain/text/nearest.ts"
import { PluginRegistry, PluginStore } from "../../services/PluginStore.ts"
import { reportedSourceError, sourceErrors } from "../tell/report.ts"
import { type Readers, snapshot } from "./snapshot.ts"

/** One plugin of the store. A text that the registry lacks is empty; null is what is not known. */
export interface OfferedPlugin {
  /** The registry's id, not always the manifest's. */
  readonly id: string
  readonly name: string
  readonly version: string
  readonly author: string
  readonly category: string
  readonly description: string
  readonly tags: ReadonlyArray<string>
  readonly verified: boolean
  /** Null where the plugins directory could not be read. */
  readonly installed: boolean | null
  /** The manifest's id under which it is installed. */
  readonly installed_id: string | null
  readonly installed_version: string | null
  /** Why this LEDMatrix cannot run it; null where it can, or where that is not known before it is downloaded. */
  readonly incompatible_reason: string | null
  /** The oldest LEDMatrix that it says it needs; null where it says none. */
  readonly min_version: string | null
  /** Whether this LEDMatrix can run it, by what the registry says; null where LEDMatrix's version is not known. */
  readonly runs_here: boolean | null
}

/** What the store offers: the JSON document of `store`. */
export interface OfferedList {
  readonly plugins: ReadonlyArray<OfferedPlugin>
  /** Ids that a word which occurs nowhere may have meant, the nearest first; where nothing was found. */
  readonly near?: ReadonlyArray<string>
  readonly source_errors: Report["source_errors"]
  readonly registry: RegistryState | null
}

/** Pure: the plugins of the registry in which every one of `words` occurs, by id. */
export const offeredPlugins = (
  registry: Registry,
  { disk, host }: Pick<Snapshot, "disk" | "host">,
  words: ReadonlyArray<string>
): ReadonlyArray<OfferedPlugin> => {
  const versions = Result.isSuccess(disk)
    ? new Map<string, string | undefined>(disk.success.plugins.map(({ id, version }) => [id, version]))
    : undefined
  const ids = versions === undefined ? undefined : new Set(versions.keys())
  return registry.entries
    .map((entry) => {
      const listing = storeListing(entry, ids, host.version)
      // An install takes a version that is not known for an old one; a list must not.
      const otherwise = host.version === undefined ? null : false
      return {
        ...listing,
        min_version: entry.ledmatrix_min_version ?? null,
        runs_here: listing.incompatible_reason === null ? true : otherwise
      }
    })
    .filter((listing) => words.every((query) => isWanted(listing, { query, category: undefined, tags: [] })))
    .toSorted((a, b) => byCodePoint(a.id, b.id))
    .map(
      ({
        author,
        category,
        description,
        id,
        incompatible_reason,
        installed_id,
        min_version,
        name,
        runs_here,
        tags,
        verified,
        version
      }) => ({
        id,
        name,
        version,
        author,
        category,
        description,
        tags,
        verified,
        installed: ids === undefined ? null : installed_id !== null,
        installed_id,
        installed_version: installed_id === null ? null : (versions?.get(installed_id) ?? null),
        incompatible_reason,
        min_version,
        runs_here
      })
    )
}

const nearWords = (words: ReadonlyArray<string>, { entries }: Registry): ReadonlyArray<string> => {
  const ids = entries.map(({ id }) => id)
  return [...new Set(words.flatMap((word) => nearestOf(word, ids, otherSpelling(word))))]
}

/**
 * What the store offers of what is asked for. Asks the registry; where it gives no answer, the last good
 * copy of it stands, and it fails where there is none.
 */
export const offered = Effect.fn("offered")(function* (
  words: ReadonlyArray<string>
): Effect.fn.Return<OfferedList, StoreError, Readers | PluginRegistry> {
  const store = yield* PluginRegistry
  const copy = yield* store.get.pipe(
    Effect.catch((error) =>
      Effect.flatMap(store.known, Option.match({ onNone: () => Effect.fail(error), onSome: Effect.succeed }))
    )
  )
  const seen = yield* snapshot(new Set())
  const plugins = offeredPlugins(copy.registry, seen, words)
  return {
    plugins,
    ...(plugins.length === 0 ? { near: nearWords(words, copy.registry) } : {}),
    source_errors: sourceErrors(seen)
      .filter(({ source }) => source === "disk")
      .map(reportedSourceError),
    registry: yield* (yield* PluginStore).registry
  }
})
