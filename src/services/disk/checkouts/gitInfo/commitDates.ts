/**
 * When commits were made, from git's objects, without starting git. Nearly always the commit is a loose object,
 * or the first one of the pack that a clone brought, and all of these are read together; else a pack's index tells
 * where it is.
 */
import { Effect } from "effect"
import type { FileReader } from "../../../../ports/Files.ts"
import { FIRST_OBJECT, loadPlatform, looseCommit, packedCommit } from "./gitObjects.ts"
import { commitTime } from "./gitTexts.ts"
import { commitFromPacks } from "./packIndex.ts"

export interface CommitPlace {
  /** Git's directory that holds the objects. */
  readonly common: string
  readonly commit: string
}

/** Enough for the headers of a commit; a signature, or a long message, may follow. */
const SLICE = 2048

/** By commit; those not known are not in the answer. */
export const commitDates = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  places: ReadonlyArray<CommitPlace>
) {
  const dates = new Map<string, string>()
  if (places.length === 0) return dates
  const platform = yield* loadPlatform
  const learn = (commit: string, text: string | undefined): void => {
    const time = text === undefined ? undefined : commitTime(text)
    if (time !== undefined) dates.set(commit, time)
  }
  for (const { bytes, commit } of yield* looseObjects(files, places)) {
    learn(commit, looseCommit(platform, bytes))
  }
  const packed = yield* withPacks(
    files,
    places.filter(({ commit }) => !dates.has(commit))
  )
  const firsts = yield* files.readSlices(
    packed.map(({ packs }) => ({ path: `${packs[0]}.pack`, offset: FIRST_OBJECT, length: SLICE }))
  )
  for (const [at, first] of firsts.entries()) {
    const commit = packed[at]?.commit ?? ""
    if (first instanceof Uint8Array) learn(commit, packedCommit(platform, first, commit))
  }
  for (const { commit, packs } of packed) {
    if (!dates.has(commit)) learn(commit, yield* commitFromPacks(files, platform, packs, commit))
  }
  return dates
})

/** How they begin. One look at all costs less than trying to open the many that a clone has in its pack. */
const looseObjects = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  places: ReadonlyArray<CommitPlace>
) {
  const paths = places.map(
    ({ commit, common }) => `${common}/objects/${commit.slice(0, 2)}/${commit.slice(2)}`
  )
  const glances = yield* files.statAll(paths)
  const loose = places.flatMap(({ commit }, at) => {
    const path = paths[at]
    return path !== undefined && glances[at]?._tag === "FileStat" ? [{ commit, path }] : []
  })
  const objects = yield* files.readSlices(loose.map(({ path }) => ({ path, offset: 0, length: SLICE })))
  return loose.flatMap(({ commit }, at) => {
    const bytes = objects[at]
    return bytes instanceof Uint8Array ? [{ commit, bytes }] : []
  })
})

/** Those whose repository has packs, each by its path without the ending. */
const withPacks = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  places: ReadonlyArray<CommitPlace>
) {
  const lists = yield* files.listAll(places.map(({ common }) => `${common}/objects/pack`))
  return places.flatMap(({ commit, common }, at) => {
    const names: unknown = lists[at]
    if (!Array.isArray(names)) return []
    const packs = names
      .filter((name: unknown) => typeof name === "string" && name.endsWith(".idx"))
      .map((name) => `${common}/objects/pack/${String(name).slice(0, -".idx".length)}`)
      .toSorted()
    return packs.length === 0 ? [] : [{ commit, packs }]
  })
})
