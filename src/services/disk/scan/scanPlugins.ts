/**
 * The scan of one plugins directory, with a memory: a warm scan stats every manifest and reads only those
 * that changed. Plugins in their thousands are handled as plain data, without an effect for each.
 */
import { Clock, Effect, Equal, Result } from "effect"
import { type DiskView, isPassedOver, SET_ASIDE_MARK } from "../../../domain/sources/DiskView.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { type Reading, SourceError } from "../../../domain/sources/Source.ts"
import type { FileReader } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import { remembered } from "../../files/reading/remembered.ts"
import { sameSignature, tellsChanges } from "../../files/reading/Signature.ts"
import { type BesideManifests, besideManifests } from "./besideManifests.ts"
import type { PluginsPlace } from "./pluginsPlace.ts"
import { type ManifestPlace, type ReadManifest, readManifests } from "./readManifests.ts"

/** Whose `stat` is there only where it tells the next change. By directory. */
type Manifests = ReadonlyMap<string, ReadManifest>

/** What lies in a directory, by names alone. */
interface Listing {
  readonly place: PluginsPlace
  readonly names: ReadonlyArray<string>
  readonly manifests: ReadonlyArray<ManifestPlace>
  /** Of the manifests, for the stat of all of them. */
  readonly paths: ReadonlyArray<string>
}

/** A scanner for one installation; it gives the same view while nothing changes. */
export const pluginScanner = (
  files: typeof FileReader.Service
): ((place: PluginsPlace) => Effect.Effect<Reading<DiskView>>) => {
  let listing: Listing | undefined
  /** Another map once a manifest is other than it was. */
  let known: Manifests = new Map()
  const sameWhileEqual = remembered((beside: BesideManifests) => beside, Equal.equals)
  const view = remembered(viewOf)

  const relist = (place: PluginsPlace, names: ReadonlyArray<string>): Listing => {
    if (listing?.place.path === place.path && sameNames(listing.names, names)) return listing
    const present = new Set(listing?.place.path === place.path ? names : [])
    known = new Map([...known].filter(([directory]) => present.has(directory)))
    listing = listingOf(place, names)
    return listing
  }

  return Effect.fnUntraced(function* (place) {
    const names = yield* Effect.result(place.missing ? Effect.succeed([]) : files.list(place.path))
    if (Result.isFailure(names)) return Result.fail(unlistable(place, names.failure))
    const listed = relist(place, names.success)
    const readAtMs = yield* Clock.currentTimeMillis
    const changed = yield* changedManifests(files, listed, known)
    const read = yield* readManifests(files, changed)
    if (changed.some(({ directory }) => known.has(directory) || read.has(directory)))
      known = updated(known, changed, read, readAtMs)
    const bare =
      known.size === listed.manifests.length
        ? []
        : listed.manifests.map(({ directory }) => directory).filter((directory) => !known.has(directory))
    const broken = [...known].flatMap(([name, { reading }]) => (reading._tag === "Broken" ? [name] : []))
    const beside = yield* besideManifests(files, place.path, { names: listed.names, bare, broken })
    return Result.succeed(view(listed, known, sameWhileEqual(beside)))
  })
}

const listingOf = (place: PluginsPlace, names: ReadonlyArray<string>): Listing => {
  // Sorted, so that no result depends on the order in which the file system lists.
  const manifests = names
    .filter((name) => !isPassedOver(name))
    .toSorted()
    .map((directory) => ({ directory, path: `${place.path}/${directory}/manifest.json` }))
  return { place, names, manifests, paths: manifests.map(({ path }) => path) }
}

const sameNames = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((name, at) => name === b[at])

const updated = (
  known: Manifests,
  changed: ReadonlyArray<ManifestPlace>,
  read: Manifests,
  readAtMs: number
): Manifests => {
  const next = new Map(known)
  for (const { directory } of changed) {
    const manifest = read.get(directory)
    if (manifest === undefined) next.delete(directory)
    else {
      const { reading, stat } = manifest
      next.set(directory, {
        reading,
        stat: stat !== undefined && tellsChanges(stat, readAtMs) ? stat : undefined
      })
    }
  }
  return next
}

/** Manifests that are not known, or not certainly as they were. A stat each for those that are. */
const changedManifests = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  { manifests, paths }: Listing,
  known: Manifests
) {
  // A first scan has nothing to compare: reading tells all that a stat would.
  if (known.size === 0) return manifests
  const glances = yield* files.statAll(paths)
  return manifests.filter(({ directory }, at) => {
    const glance = glances[at]
    const before = known.get(directory)?.stat
    return !(glance?._tag === "FileStat" && before !== undefined && sameSignature(before, glance))
  })
})

const unlistable = (place: PluginsPlace, fault: FileFault): SourceError =>
  new SourceError({
    source: "disk",
    path: place.shown,
    code: "unreadable",
    error: `cannot be read: ${fault.meaning}`,
    transient: fault.transient,
    ...(fault.refuser === undefined ? {} : { owner: fault.refuser.owner })
  })

/** Neither a plugin's nor a copy's: what is hidden, and what a file system keeps for itself. */
const isNoPluginsName = (name: string): boolean => !isPluginId(name) && !name.includes(SET_ASIDE_MARK)

const viewOf = (
  { manifests, names, place }: Listing,
  known: Manifests,
  { closed, dangling, setAside, taken }: BesideManifests
): DiskView => {
  const plugins: Array<DiskView["plugins"][number]> = []
  const broken: Array<DiskView["broken"][number]> = []
  for (const { directory } of manifests) {
    const reading = known.get(directory)?.reading
    if (reading?._tag === "Plugin") plugins.push(reading.plugin)
    else if (closed.has(directory)) continue
    else if (reading !== undefined) broken.push(reading.plugin)
    else if (dangling.has(directory)) broken.push({ directory, problem: "it is a link to nothing" })
  }
  const empty = plugins.length + broken.length === 0 && names.every(isNoPluginsName)
  return { path: place.path, shownPath: place.shown, empty, plugins, broken, taken, setAside }
}
