/** Everything in a staged plugin, and whose it becomes. */
import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import { FileReader, type FileStat } from "../../../ports/Files.ts"
import { giveToParentOwner } from "../../files/makeOwnDirectory.ts"

export interface StagedFile {
  /** Relative to where it was asked for. */
  readonly path: string
  readonly stat: FileStat
}

/** Everything below `top`, parents before what they hold. */
export const everythingIn = Effect.fnUntraced(function* (top: string) {
  const reader = yield* FileReader
  const found: Array<StagedFile> = []
  const directories = [""]
  for (const directory of directories) {
    for (const name of yield* reader.list(join(top, directory))) {
      const path = join(directory, name)
      const stat = yield* reader.lstat(join(top, path))
      if (Option.isNone(stat)) continue
      found.push({ path, stat: stat.value })
      if (stat.value.kind === "directory") directories.push(path)
    }
  }
  return found
})

/**
 * Gives `top`, and everything in it, to the owner and group of the directory `like`. Where what this process makes is
 * theirs anyway, as nearly always, that is one look at one of the files that it has made: `sample`.
 */
export const giveAll = Effect.fnUntraced(function* (top: string, sample: string, like: string) {
  const reader = yield* FileReader
  const [made, theirs] = [yield* reader.lstat(join(top, sample)), yield* reader.stat(like)]
  if (Option.isNone(made) || Option.isNone(theirs)) return
  if (made.value.uid === theirs.value.uid && made.value.gid === theirs.value.gid) return
  yield* giveToParentOwner(top)
  for (const { path } of yield* everythingIn(top)) yield* giveToParentOwner(join(top, path))
})
