/** A directory beside the plugins in which a plugin is made ready, out of reach of those who may write beside it. */
import { Effect, Option } from "effect"
import { dirname } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"

/** For its owner alone; the group bit hands the plugins directory's group on to what is made in it. */
const STAGING_MODE = 0o2700

/**
 * Makes `path`, which is removed with the scope. What is made in it is to be made below the path that comes back: that
 * one leads there also where another user has put a link in the place of `path`.
 */
export const makeStaging = Effect.fnUntraced(function* (path: string) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  yield* Effect.addFinalizer(() => Effect.ignore(writer.removeTree(path)))
  yield* writer.makeDirectory(path, { mode: STAGING_MODE })
  const [own, parent] = [yield* reader.lstat(path), yield* reader.stat(dirname(path))]
  if (Option.isSome(own) && Option.isSome(parent) && own.value.gid !== parent.value.gid) {
    yield* Effect.ignore(writer.setOwner(path, own.value.uid, parent.value.gid))
    // The kernel drops the group bit silently where it is set before the process belongs to the group.
    yield* writer.setMode(path, STAGING_MODE)
  }
  return yield* writer.hold(path)
})
