/**
 * Local files of a directory that is to be replaced, copied into the release that will stand in its place. The former
 * directory keeps its own until the exchange, and its kept copy after that: each of them is in one of the two places.
 */
import { Effect, Option } from "effect"
import { dirname, join } from "node:path/posix"
import type { LocalFilesFate } from "../../../domain/plugin/LocalFiles.ts"
import { NotCarriedOver } from "../../../domain/errors/PlaceReason.ts"
import type { StagedPlugin } from "../../../domain/store/StagedPlugin.ts"
import { describeCode } from "../../../ports/describeCode.ts"
import { FileReader, FileWriter, sameVersion } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import { giveToParentOwner } from "../../files/replacing/makeOwnDirectory.ts"
import { copyLocalFile } from "./copyLocalFile.ts"
import { rememberedReleases, rememberReleases } from "./installMemory.ts"
import { sorted } from "./whatIsLocal.ts"
import { releaseOf, RELEASES_MAX, standingRelease } from "./placedFiles.ts"
import { pluginTree, type TreeFile } from "./pluginTree.ts"

/** A directory that is to be replaced. */
export interface ReplacedDirectory {
  /** Absolute. */
  readonly directory: string
  /** Where it will lie after that, relative to the root. */
  readonly kept: string
}

/** What a staged plugin brings is remembered as placed, before it is in its place. */
export const rememberPlaced = Effect.fn("LocalFiles.remember")(function* (staged: StagedPlugin) {
  const release = yield* releaseOf(staged.path, staged.version, yield* pluginTree(staged.path))
  const known = yield* rememberedReleases(staged.id)
  yield* rememberReleases(staged.id, [release, ...known].slice(0, RELEASES_MAX))
})

/** The same, and the local files of the former directory are copied into it. */
export const makeReady = Effect.fn("LocalFiles.makeReady")(function* (
  staged: StagedPlugin,
  { directory, kept }: ReplacedDirectory
) {
  const brought = yield* pluginTree(staged.path)
  const release = yield* releaseOf(staged.path, staged.version, brought)
  const known = yield* rememberedReleases(staged.id)
  const files = (yield* isDirectory(directory)) ? yield* pluginTree(directory, [staged.path]) : []
  // Of a checkout git has said that all but its ignored files are in a commit that its remote has.
  const isCheckout = yield* isDirectory(join(directory, ".git"))
  const placed = isCheckout
    ? yield* releaseOf(
        directory,
        undefined,
        files.filter(({ ignored, stat }) => !ignored && stat.kind === "file")
      )
    : yield* standingRelease(known, directory)
  const { carried, left } = yield* sorted(
    directory,
    files,
    placed,
    staged.path,
    new Map(brought.map((file) => [file.path, file]))
  )
  for (const file of carried) yield* carry(file, directory, staged.path)
  if (carried.length > 0) yield* (yield* FileWriter).syncTree(staged.path)
  for (const file of carried) yield* refuseChanged(file, directory)
  const releases = [release, ...(isCheckout && placed !== undefined ? [placed] : []), ...known]
  yield* rememberReleases(staged.id, releases.slice(0, RELEASES_MAX))
  return {
    carried_over: carried.map(({ path }) => path),
    left_in_kept_copy: left,
    kept_copy: kept
  } satisfies LocalFilesFate
})

const isDirectory = Effect.fnUntraced(function* (path: string) {
  const stat = yield* (yield* FileReader).lstat(path)
  return Option.isSome(stat) && stat.value.kind === "directory"
})

const notCarried =
  (path: string) =>
  (fault: FileFault): NotCarriedOver =>
    new NotCarriedOver({
      path,
      problem: `${fault.operation}: ${describeCode(fault.code)}`,
      transient: fault.transient || fault.code === "CHANGED"
    })

const carry = (file: TreeFile, top: string, into: string) =>
  Effect.mapError(
    Effect.andThen(
      makeDirectories(dirname(file.path), top, into),
      copyLocalFile(join(top, file.path), file.stat, join(into, file.path))
    ),
    notCarried(file.path)
  )

/** The directories of a path that the new release does not bring, each as it was in the former one. */
const makeDirectories = (
  path: string,
  top: string,
  into: string
): Effect.Effect<void, FileFault, FileReader | FileWriter> =>
  Effect.gen(function* () {
    if (path === ".") return
    const reader = yield* FileReader
    if (Option.isSome(yield* reader.lstat(join(into, path)))) return
    yield* makeDirectories(dirname(path), top, into)
    const was = yield* reader.lstat(join(top, path))
    const mode = Option.match(was, { onNone: () => 0o2775, onSome: (stat) => (stat.mode & 0o7777) | 0o700 })
    const writer = yield* FileWriter
    yield* writer.makeDirectory(join(into, path), { mode })
    yield* giveToParentOwner(join(into, path))
    // The kernel drops the group bit where the group changes.
    yield* writer.setMode(join(into, path), mode)
  })

/** The last thing before the exchange: what LEDMatrix has written in the meantime would stay behind. */
const refuseChanged = Effect.fnUntraced(function* ({ path, stat }: TreeFile, top: string) {
  const now = yield* (yield* FileReader).lstat(join(top, path))
  if (Option.isSome(now) && sameVersion(now.value, stat)) return
  return yield* new NotCarriedOver({
    path,
    problem: "another program writes it at this moment",
    transient: true
  })
})
