/** What lies in the plugins directory beside plugins: names that are taken, links to nothing, set-aside copies. */
import { Effect, Option, Result } from "effect"
import {
  isPassedOver,
  SET_ASIDE_KINDS,
  SET_ASIDE_MARK,
  type SetAsideCopy
} from "../../../domain/sources/DiskView.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { MANIFEST_BYTES_MAX, readManifest } from "./readManifests.ts"

export interface BesideManifests {
  /** Names without a manifest that are nevertheless no free place for a plugin. */
  readonly taken: ReadonlySet<string>
  /** Directories whose `manifest.json` is a link to nothing. */
  readonly dangling: ReadonlySet<string>
  /** Directories that cannot be entered and cannot be plugins by their names, such as `lost+found`. */
  readonly closed: ReadonlySet<string>
  /** By id. */
  readonly setAside: ReadonlyMap<string, SetAsideCopy>
}

/** Names in the plugins directory: all of them, those without a manifest, and those with one that cannot be used. */
interface Names {
  readonly names: ReadonlyArray<string>
  readonly bare: ReadonlyArray<string>
  readonly broken: ReadonlyArray<string>
}

export const besideManifests = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  { bare, broken, names }: Names
): Effect.fn.Return<BesideManifests> {
  const taken = new Set<string>()
  const dangling = new Set<string>()
  for (const directory of bare) {
    const inside = yield* Effect.result(files.list(`${path}/${directory}`))
    const free = Result.isSuccess(inside)
      ? inside.success.every((name) => name === "__pycache__")
      : inside.failure.code === "ENOENT" &&
        Option.isNone(yield* Effect.orElseSucceed(files.lstat(`${path}/${directory}`), Option.none))
    if (Result.isSuccess(inside) && inside.success.includes("manifest.json")) dangling.add(directory)
    else if (!free) taken.add(directory)
  }
  const closed = new Set<string>()
  for (const directory of broken) {
    if (!isPluginId(directory) && (yield* isClosed(files, `${path}/${directory}`))) closed.add(directory)
  }
  return { taken, dangling, closed, setAside: yield* setAsideCopies(files, path, names) }
})

const NO_ENTRY: ReadonlySet<string> = new Set(["EACCES", "EPERM"])

const isClosed = (files: typeof FileReader.Service, path: string) =>
  Effect.map(
    Effect.result(files.lstat(`${path}/manifest.json`)),
    (stat) => Result.isFailure(stat) && NO_ENTRY.has(stat.failure.code)
  )

/**
 * The copy of each plugin that is to be put back: the earlier kind first, then as LEDMatrix chooses among directories,
 * the one named like the plugin, the one with the prefix, the first by name.
 */
const setAsideCopies = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  names: ReadonlyArray<string>
) {
  const copies = new Map<string, SetAsideCopy>()
  for (const kind of SET_ASIDE_KINDS) {
    const suffix = SET_ASIDE_MARK + kind
    for (const directory of names.toSorted()) {
      if (!directory.endsWith(suffix)) continue
      const place = directory.slice(0, -suffix.length)
      if (place === "" || isPassedOver(place)) continue
      const [read] = yield* files.readTexts([`${path}/${directory}/manifest.json`], {
        bytesMax: MANIFEST_BYTES_MAX
      })
      const reading = read && readManifest(directory, read)
      if (reading?._tag !== "Plugin" || !reading.plugin.named) continue
      const { id } = reading.plugin
      const other = copies.get(id)
      const stat = yield* Effect.orElseSucceed(files.lstat(`${path}/${directory}`), Option.none)
      const changedAt = Option.match(stat, {
        onNone: () => ({}),
        onSome: ({ changedAtMs }) => ({ changedAtMs })
      })
      const copy: SetAsideCopy = { id, kind, directory, place, ...changedAt }
      if (other === undefined || (other.kind === kind && rank(copy) < rank(other))) copies.set(id, copy)
    }
  }
  return copies
})

const rank = ({ id, place }: SetAsideCopy): number => (place === id ? 0 : place === `ledmatrix-${id}` ? 1 : 2)
