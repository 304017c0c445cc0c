/**
 * The scan of one plugins directory, with a memory: a warm scan stats every manifest and reads only those
 * that changed. Plugins in their thousands are handled as plain data, without an effect for each.
 */
import { Clock, Effect, Option, Result } from "effect"
import {
  type DiskView,
  SET_ASIDE_KINDS,
  SET_ASIDE_MARK,
  type SetAsideCopy
} from "../../domain/sources/DiskView.ts"
import { type Reading, SourceError } from "../../domain/sources/Source.ts"
import { describeCode, FileFault, type FileReader } from "../../ports/Files.ts"
import { isSettled, sameSignature } from "../files/Signature.ts"
import type { PluginsPlace } from "./pluginsPlace.ts"
import {
  MANIFEST_BYTES_MAX,
  type ManifestPlace,
  readManifest,
  type ReadManifest,
  readManifests
} from "./readManifests.ts"

interface Known extends ReadManifest {
  /** The file had been left alone long enough for its stat to tell the next change. */
  readonly settled: boolean
}

interface Surroundings {
  readonly taken: ReadonlySet<string>
  /** Directories whose `manifest.json` is a link to nothing. */
  readonly dangling: ReadonlySet<string>
  readonly setAside: ReadonlyMap<string, SetAsideCopy>
}

/** A scanner for one installation; it gives the same view while nothing changes. */
export const pluginScanner = (files: typeof FileReader.Service) => {
  let place: PluginsPlace | undefined
  let names: ReadonlyArray<string> = []
  let places: ReadonlyArray<ManifestPlace> = []
  let paths: ReadonlyArray<string> = []
  let known = new Map<string, Known>()
  let view: DiskView | undefined

  const relist = (now: PluginsPlace, listed: ReadonlyArray<string>): void => {
    if (place?.path === now.path && sameNames(names, listed)) return
    if (place?.path !== now.path) known = new Map()
    place = now
    names = listed
    view = undefined
    // Sorted, so that no result depends on the order in which the file system lists.
    places = listed
      .filter((name) => !name.includes(SET_ASIDE_MARK))
      .toSorted()
      .map((directory) => ({ directory, path: `${now.path}/${directory}/manifest.json` }))
    paths = places.map((manifest) => manifest.path)
    const present = new Set(listed)
    for (const directory of known.keys()) if (!present.has(directory)) known.delete(directory)
  }

  return Effect.fnUntraced(function* (now: PluginsPlace): Effect.fn.Return<Reading<DiskView>> {
    const listed = yield* Effect.result(now.missing ? Effect.succeed([]) : files.list(now.path))
    if (Result.isFailure(listed)) return Result.fail(unlistable(now, listed.failure))
    relist(now, listed.success)
    const readAtMs = yield* Clock.currentTimeMillis
    const changed = yield* changedManifests(files, places, paths, known)
    if (changed.length > 0) {
      const manifests = yield* readManifests(files, changed)
      for (const { directory } of changed) {
        const manifest = manifests.get(directory)
        if (manifest === undefined) known.delete(directory)
        else
          known.set(directory, {
            ...manifest,
            settled: manifest.stat !== undefined && isSettled(manifest.stat, readAtMs)
          })
      }
    }
    const bare =
      known.size === places.length ? NOTHING : places.filter(({ directory }) => !known.has(directory))
    const around: Surroundings = {
      ...(yield* bareNames(files, now.path, bare)),
      setAside: yield* setAsideCopies(files, now.path, names)
    }
    if (
      view !== undefined &&
      changed.length === bare.length &&
      sameAround(view, around) &&
      view.plugins.length + view.broken.length === known.size + around.dangling.size
    ) {
      return Result.succeed(view)
    }
    view = viewOf(now, places, known, around)
    return Result.succeed(view)
  })
}

const NOTHING: ReadonlyArray<ManifestPlace> = []

const sameNames = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean => {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** Manifests that are not known, or not certainly as they were. A stat each for those that are. */
const changedManifests = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  places: ReadonlyArray<ManifestPlace>,
  paths: ReadonlyArray<string>,
  known: ReadonlyMap<string, Known>
) {
  // A first scan has nothing to compare: reading tells all that a stat would.
  if (known.size === 0) return places
  const glances = yield* files.statAll(paths)
  const changed: Array<ManifestPlace> = []
  for (let at = 0; at < places.length; at++) {
    const manifest = places[at]
    const glance = glances[at]
    if (manifest === undefined || glance === undefined) continue
    const before = known.get(manifest.directory)
    const same =
      glance._tag === "FileStat" &&
      before?.stat !== undefined &&
      before.settled &&
      sameSignature(before.stat, glance)
    if (!same) changed.push(manifest)
  }
  return changed
})

const unlistable = (place: PluginsPlace, fault: FileFault): SourceError =>
  new SourceError({
    source: "disk",
    path: place.shown,
    code: "unreadable",
    error: `cannot be read: ${describeCode(fault.code)}`,
    transient: fault.transient
  })

/** Names without a manifest that are nevertheless no free place for a plugin. */
const bareNames = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  bare: ReadonlyArray<ManifestPlace>
) {
  const taken = new Set<string>()
  const dangling = new Set<string>()
  for (const { directory } of bare) {
    const inside = yield* Effect.result(files.list(`${path}/${directory}`))
    const free = Result.isSuccess(inside)
      ? inside.success.every((name) => name === "__pycache__")
      : inside.failure.code === "ENOENT" &&
        Option.isNone(yield* Effect.orElseSucceed(files.lstat(`${path}/${directory}`), Option.none))
    if (Result.isSuccess(inside) && inside.success.includes("manifest.json")) dangling.add(directory)
    else if (!free) taken.add(directory)
  }
  return { taken, dangling }
})

/** Copies that hold the plugin they are named after; of two the earlier kind is the one to put back. */
const setAsideCopies = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  names: ReadonlyArray<string>
) {
  const copies = new Map<string, SetAsideCopy>()
  for (const kind of SET_ASIDE_KINDS) {
    const suffix = SET_ASIDE_MARK + kind
    for (const directory of names) {
      if (!directory.endsWith(suffix)) continue
      const id = directory.slice(0, -suffix.length)
      if (id === "" || copies.has(id) || id.includes(SET_ASIDE_MARK)) continue
      const [read] = yield* files.readTexts([`${path}/${directory}/manifest.json`], {
        bytesMax: MANIFEST_BYTES_MAX
      })
      const reading = read && readManifest(directory, read)
      if (reading?._tag === "Plugin" && reading.plugin.named && reading.plugin.id === id) {
        copies.set(id, { id, kind, directory })
      }
    }
  }
  return copies
})

const sameAround = (view: DiskView, around: Surroundings): boolean => {
  if (view.taken.size !== around.taken.size || view.setAside.size !== around.setAside.size) return false
  for (const name of around.taken) if (!view.taken.has(name)) return false
  for (const name of around.dangling)
    if (!view.broken.some((plugin) => plugin.directory === name)) return false
  for (const [id, copy] of around.setAside)
    if (view.setAside.get(id)?.directory !== copy.directory) return false
  return true
}

const viewOf = (
  place: PluginsPlace,
  places: ReadonlyArray<ManifestPlace>,
  known: ReadonlyMap<string, Known>,
  around: Surroundings
): DiskView => {
  const plugins: Array<DiskView["plugins"][number]> = []
  const broken: Array<DiskView["broken"][number]> = []
  const { dangling, setAside, taken } = around
  for (const { directory } of places) {
    const reading = known.get(directory)?.reading
    if (reading?._tag === "Plugin") plugins.push(reading.plugin)
    else if (reading !== undefined) broken.push(reading.plugin)
    else if (dangling.has(directory)) broken.push({ directory, problem: "it is a link to nothing" })
  }
  return { path: place.path, shownPath: place.shown, plugins, broken, taken, setAside }
}
