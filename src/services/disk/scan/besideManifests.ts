/** What lies in the plugins directory beside plugins: names that are taken, links to nothing, set-aside copies. */
import { Effect, Option, Result } from "effect"
import { SET_ASIDE_KINDS, SET_ASIDE_MARK, type SetAsideCopy } from "../../../domain/sources/DiskView.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { MANIFEST_BYTES_MAX, readManifest } from "./readManifests.ts"

export interface BesideManifests {
  /** Names without a manifest that are nevertheless no free place for a plugin. */
  readonly taken: ReadonlySet<string>
  /** Directories whose `manifest.json` is a link to nothing. */
  readonly dangling: ReadonlySet<string>
  /** By id. */
  readonly setAside: ReadonlyMap<string, SetAsideCopy>
}

/** `bare` are the names in which no manifest was found, `names` are all of them. */
export const besideManifests = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  names: ReadonlyArray<string>,
  bare: ReadonlyArray<string>
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
  return { taken, dangling, setAside: yield* setAsideCopies(files, path, names) }
})

/** By the id that a copy's manifest names; of two the earlier kind is the one to put back. */
const setAsideCopies = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  names: ReadonlyArray<string>
) {
  const copies = new Map<string, SetAsideCopy>()
  for (const kind of SET_ASIDE_KINDS) {
    const suffix = SET_ASIDE_MARK + kind
    for (const directory of names.filter((name) => name.endsWith(suffix)).toSorted()) {
      const place = directory.slice(0, -suffix.length)
      if (place === "" || place.startsWith(".") || place.includes(SET_ASIDE_MARK)) continue
      const [read] = yield* files.readTexts([`${path}/${directory}/manifest.json`], {
        bytesMax: MANIFEST_BYTES_MAX
      })
      const reading = read && readManifest(directory, read)
      if (reading?._tag !== "Plugin" || !reading.plugin.named || copies.has(reading.plugin.id)) continue
      const { id } = reading.plugin
      copies.set(id, { id, kind, directory, place })
    }
  }
  return copies
})
