/**
 * What git knows of plugin directories, without starting it. Remembered by the signatures of HEAD, its ref,
 * `packed-refs` and config, so that a warm look is stats alone.
 */
import { Clock, Effect, Option } from "effect"
import type { GitInfo } from "../../../domain/GitInfo.ts"
import type { FileReader, FileStat, Glance } from "../../../ports/Files.ts"
import { isSettled, sameSignature } from "../../files/Signature.ts"
import { commitDate } from "./commitDate.ts"
import { lineOf } from "./firstLine.ts"
import { type GitDirectory, gitDirectory } from "./gitDirectory.ts"
import { headOf, objectOf, packedRef, remoteOf } from "./gitTexts.ts"

interface Known {
  readonly paths: ReadonlyArray<string>
  readonly glances: ReadonlyArray<Glance>
  readonly settled: boolean
  readonly info: GitInfo | undefined
}

const TEXT_BYTES_MAX = 256 * 1024
const PACKED_BYTES_MAX = 16 * 1024 * 1024
const DATES_MAX = 10_000

export type CheckoutReader = (
  directories: ReadonlyArray<string>
) => Effect.Effect<ReadonlyMap<string, GitInfo>>

/** Of absolute directories; one that is no checkout is not in the answer. */
export const checkoutReader = (files: typeof FileReader.Service): CheckoutReader => {
  const known = new Map<string, Known>()
  const dates = new Map<string, string | undefined>()

  const dateOf = Effect.fnUntraced(function* (common: string, commit: string) {
    if (dates.size > DATES_MAX) dates.clear()
    // An object never changes: it is looked up once.
    const key = `${common} ${commit}`
    if (!dates.has(key)) dates.set(key, yield* commitDate(files, common, commit))
    return dates.get(key)
  })

  const read = Effect.fnUntraced(function* (directory: string): Effect.fn.Return<Known> {
    const now = yield* Clock.currentTimeMillis
    const place = yield* gitDirectory(files, directory)
    if (Option.isNone(place)) {
      const paths = [`${directory}/.git`]
      return { paths, glances: yield* files.statAll(paths), settled: true, info: undefined }
    }
    const { common, own } = place.value
    const [headText, configText] = yield* files.readTexts([`${own}/HEAD`, `${common}/config`], {
      bytesMax: TEXT_BYTES_MAX
    })
    const head = headOf(headText?._tag === "Text" ? lineOf(headText.text) : undefined)
    const ref = head?._tag === "Branch" ? head.ref : undefined
    const paths = [
      `${directory}/.git`,
      `${own}/HEAD`,
      `${common}/config`,
      `${common}/packed-refs`,
      ...(ref === undefined ? [] : [`${own}/${ref}`, `${common}/${ref}`])
    ]
    const glances = yield* files.statAll(paths)
    const commit = head?._tag === "Detached" ? head.commit : yield* commitOf(files, place.value, ref)
    const date = commit === undefined ? undefined : yield* dateOf(common, commit)
    const settled = glances.every(
      (glance) => glance._tag !== "FileStat" || glance.kind === "directory" || isSettled(glance, now)
    )
    const info: GitInfo = {
      branch: head?._tag === "Branch" ? head.branch : null,
      commit: commit ?? null,
      date: date ?? null,
      remote: (configText?._tag === "Text" ? remoteOf(configText.text) : undefined) ?? null
    }
    return { paths, glances, settled, info }
  })

  return Effect.fnUntraced(function* (directories) {
    const unknown = yield* changed(files, directories, known)
    for (const directory of unknown) known.set(directory, yield* read(directory))
    return new Map(
      directories.flatMap((directory) => {
        const info = known.get(directory)?.info
        return info === undefined ? [] : [[directory, info] as const]
      })
    )
  })
}

const commitOf = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  { common, own }: GitDirectory,
  ref: string | undefined
) {
  if (ref === undefined) return undefined
  const places = own === common ? [`${own}/${ref}`] : [`${own}/${ref}`, `${common}/${ref}`]
  for (const loose of yield* files.readTexts(places, { bytesMax: 4096 })) {
    const object = loose._tag === "Text" ? objectOf(lineOf(loose.text)) : undefined
    if (object !== undefined) return object
  }
  const [packed] = yield* files.readTexts([`${common}/packed-refs`], { bytesMax: PACKED_BYTES_MAX })
  return packed?._tag === "Text" ? packedRef(packed.text, ref) : undefined
})

/** Those that are not known, or not certainly as they were: one bulk stat for all. */
const changed = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  directories: ReadonlyArray<string>,
  known: ReadonlyMap<string, Known>
) {
  const asked = directories.flatMap((directory) => known.get(directory)?.paths ?? [])
  const glances = asked.length === 0 ? [] : yield* files.statAll(asked)
  let at = 0
  return directories.filter((directory) => {
    const before = known.get(directory)
    if (before === undefined) return true
    const now = glances.slice(at, at + before.paths.length)
    at += before.paths.length
    return !before.settled || !before.glances.every((glance, index) => sameGlance(glance, now[index]))
  })
})

const sameGlance = (before: Glance, now: Glance | undefined): boolean =>
  before._tag === "FileStat"
    ? now?._tag === "FileStat" && (sameSignature(before, now) || sameDirectory(before, now))
    : now?._tag === before._tag

/** Of `.git` itself only which one it is: everything in it that matters is looked at by itself. */
const sameDirectory = (before: FileStat, now: FileStat): boolean =>
  before.kind === "directory" && now.kind === "directory" && before.inode === now.inode
