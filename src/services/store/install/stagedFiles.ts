/** Everything in a staged plugin, and its owner. */
import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import { FileReader, type FileStat } from "../../../ports/Files.ts"
import { giveTo } from "../../files/replacing/makeOwnDirectory.ts"

/** A file, link or directory of a staged plugin. */
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
 * Gives `top`, and everything in it, to the owner and group of the directory `like`. Where the files of this process
 * have that owner anyway, as nearly always, one look at `sample`, a file below `top`, is all.
 */
export const giveAll = Effect.fnUntraced(function* (top: string, sample: string, like: string) {
  const reader = yield* FileReader
  const [made, wanted] = [yield* reader.lstat(join(top, sample)), yield* reader.stat(like)]
  if (Option.isNone(made) || Option.isNone(wanted)) return
  if (made.value.uid === wanted.value.uid && made.value.gid === wanted.value.gid) return
  yield* giveTo(top, wanted.value)
  for (const { path } of yield* everythingIn(top)) yield* giveTo(join(top, path), wanted.value)
})
