/**
 * When commits were made, from git's objects, without starting git. Nearly always the commit is a loose
 * object, or the first one of the pack that a clone brought; else a pack's index tells where it is.
 */
import { Effect, Result } from "effect"
import type { FileReader } from "../../../ports/Files.ts"
import { commitTime } from "./gitTexts.ts"
import { commitFromPacks } from "./packIndex.ts"
import { FIRST_OBJECT, loadPlatform, looseCommit, packedCommit, type Platform } from "./gitObjects.ts"

export interface CommitPlace {
  /** Git's directory that holds the objects. */
  readonly common: string
  readonly commit: string
}

interface Packs extends CommitPlace {
  /** Without the ending. */
  readonly packs: ReadonlyArray<string>
}

const OBJECT_BYTES_MAX = 64 * 1024
/** Enough for the headers of a commit that nobody signed. */
const SLICE = 1024

type Files = typeof FileReader.Service

/** By commit; those not known are not in the answer. */
export const commitDates = Effect.fnUntraced(function* (files: Files, places: ReadonlyArray<CommitPlace>) {
  const dates = new Map<string, string>()
  if (places.length === 0) return dates
  const platform = yield* loadPlatform
  const learn = (commit: string, text: string | undefined): boolean => {
    const time = text === undefined ? undefined : commitTime(text)
    if (time !== undefined) dates.set(commit, time)
    return time !== undefined
  }
  const listed = yield* withPacks(files, places)
  const packed = yield* firstOfPacks(files, platform, listed)
  for (const [at, place] of listed.entries()) {
    if (learn(place.commit, packed[at])) continue
    if (learn(place.commit, yield* loose(files, platform, place))) continue
    learn(place.commit, yield* commitFromPacks(files, platform, place))
  }
  return dates
})

const withPacks = Effect.fnUntraced(function* (files: Files, places: ReadonlyArray<CommitPlace>) {
  const lists = yield* files.listAll(places.map(({ common }) => `${common}/objects/pack`))
  return places.map((place, at): Packs => {
    const names = lists[at]
    const packs = Array.isArray(names) ? names.filter((name: string) => name.endsWith(".idx")) : []
    return { ...place, packs: packs.map((name: string) => name.slice(0, -".idx".length)).toSorted() }
  })
})

/** What a shallow clone brings: one pack, and in it the commit before everything else. */
const firstOfPacks = Effect.fnUntraced(function* (
  files: Files,
  platform: Platform,
  places: ReadonlyArray<Packs>
) {
  const slices = places.flatMap(({ common, packs }) =>
    packs[0] === undefined
      ? []
      : [{ path: `${common}/objects/pack/${packs[0]}.pack`, offset: FIRST_OBJECT, length: SLICE }]
  )
  const pieces = yield* files.readSlices(slices)
  let at = 0
  return places.map(({ commit, packs }) => {
    const piece = packs[0] === undefined ? undefined : pieces[at++]
    return piece instanceof Uint8Array ? packedCommit(platform, piece, commit) : undefined
  })
})

const loose = Effect.fnUntraced(function* (
  files: Files,
  platform: Platform,
  { commit, common }: CommitPlace
) {
  const path = `${common}/objects/${commit.slice(0, 2)}/${commit.slice(2)}`
  const content = yield* Effect.result(files.read(path, { bytesMax: OBJECT_BYTES_MAX }))
  return Result.isSuccess(content) ? looseCommit(platform, content.success.bytes) : undefined
})
