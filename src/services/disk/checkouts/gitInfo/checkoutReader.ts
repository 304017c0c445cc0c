/**
 * What git knows of plugin directories, without starting it, many directories together. A second look
 * is answered from the signatures of HEAD, its ref, `packed-refs` and config, so that a warm look is stats
 * alone.
 */
import { Clock, Effect } from "effect"
import type { GitInfo } from "../../../../domain/plugin/GitInfo.ts"
import type { FileReader, FileGlance } from "../../../../ports/Files.ts"
import { tellsChanges, sameSignature } from "../../../files/reading/Signature.ts"
import { commitDates } from "./commitDates.ts"
import { commitsOf } from "./commitsOf.ts"
import { FilesSeen, type ReadGitFiles, readOnce, readSigned } from "./gitFiles.ts"
import { remoteOf } from "./gitTexts.ts"
import { type Head, heads } from "./heads.ts"

interface KnownCheckout {
  readonly info: GitInfo | undefined
  /** What was read, with its stats. */
  readonly seen: FilesSeen
  /** Whether these stats tell the next change. */
  readonly trusted: boolean
}

const CONFIG_BYTES_MAX = 32 * 1024
const DATES_MAX = 10_000

export type CheckoutReader = (
  directories: ReadonlyArray<string>
) => Effect.Effect<ReadonlyMap<string, GitInfo>>

/** Of absolute directories; one that is no checkout is not in the answer. */
export const checkoutReader = (files: typeof FileReader.Service): CheckoutReader => {
  const known = new Map<string, KnownCheckout>()
  /** By the commit's name: that names its content too. */
  const dates = new Map<string, string>()

  const readAll = Effect.fnUntraced(function* (read: ReadGitFiles, directories: ReadonlyArray<string>) {
    const now = yield* Clock.currentTimeMillis
    const found = yield* heads(files, read, directories)
    const configs = yield* read(
      found.map(({ common }) => `${common}/config`),
      CONFIG_BYTES_MAX
    )
    const commits = yield* commitsOf(read, found)
    if (dates.size > DATES_MAX) dates.clear()
    const undated = [...commits].flatMap(([{ common }, commit]) =>
      dates.has(commit) ? [] : [{ common, commit }]
    )
    for (const [commit, date] of yield* commitDates(files, undated)) dates.set(commit, date)
    for (const directory of directories) known.set(directory, NO_CHECKOUT)
    for (const [at, head] of found.entries()) {
      const { directory, seen } = head
      seen.at(`${head.common}/config`, configs.glances?.[at])
      known.set(directory, {
        seen,
        trusted: seen.paths.length > 0 && seen.glances.every((glance) => isTrusted(glance, now)),
        info: infoOf(head, commits.get(head), configs.texts[at])
      })
    }
  })

  const infoOf = ({ says }: Head, commit: string | undefined, config: string | undefined): GitInfo => ({
    branch: says?._tag === "Branch" ? says.branch : null,
    commit: commit ?? null,
    date: (commit === undefined ? undefined : dates.get(commit)) ?? null,
    remote: (config === undefined ? undefined : remoteOf(config)) ?? null
  })

  return Effect.fnUntraced(function* (directories) {
    const fresh = directories.filter((directory) => !known.has(directory))
    const other = fresh.length === directories.length ? [] : yield* changed(files, directories, known)
    if (fresh.length > 0) yield* readAll(readOnce(files), fresh)
    if (other.length > 0) yield* readAll(readSigned(files), other)
    return new Map(
      directories.flatMap((directory) => {
        const info = known.get(directory)?.info
        return info === undefined ? [] : [[directory, info] as const]
      })
    )
  })
}

const NO_CHECKOUT: KnownCheckout = { info: undefined, seen: new FilesSeen(), trusted: false }

const isTrusted = (glance: FileGlance, now: number): boolean =>
  glance._tag !== "FileStat" || tellsChanges(glance, now)

/** Those known, but not certainly as they were: one bulk stat for all. */
const changed = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  directories: ReadonlyArray<string>,
  known: ReadonlyMap<string, KnownCheckout>
) {
  const places = directories.flatMap((directory) => {
    const before = known.get(directory)
    return before === undefined ? [] : [{ directory, before, paths: pathsOf(directory, before) }]
  })
  const glances = yield* files.statAll(places.flatMap(({ paths }) => paths))
  let at = 0
  return places.flatMap(({ before, directory, paths }) => {
    const now = glances.slice(at, (at += paths.length))
    const same =
      before.info === undefined
        ? now[0]?._tag === "Missing"
        : before.trusted && before.seen.glances.every((glance, index) => sameGlance(glance, now[index]))
    return same ? [] : [directory]
  })
})

/** Of what is no checkout, what would make it one. */
const pathsOf = (directory: string, { info, seen }: KnownCheckout): ReadonlyArray<string> =>
  info === undefined ? [`${directory}/.git`] : seen.paths

const sameGlance = (before: FileGlance, now: FileGlance | undefined): boolean =>
  before._tag === "FileStat"
    ? now?._tag === "FileStat" && sameSignature(before, now)
    : now?._tag === before._tag
