/** Whether a plugin may be put at a path. */
import { Effect, Option } from "effect"
import { basename, dirname, join } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { STAGING_PREFIX } from "../../store/limits.ts"

/** False where nothing is at `path`, or only an empty directory or one that holds nothing but Python's caches. */
export const isTaken = Effect.fnUntraced(function* (path: string) {
  const reader = yield* FileReader
  const stat = yield* reader.lstat(path)
  if (Option.isNone(stat)) return false
  if (stat.value.kind !== "directory") return true
  return (yield* reader.list(path)).some((name) => name !== "__pycache__")
})

/** True where a plugin may be put at `path`; an empty directory, or one of caches, is removed. */
export const freePlace = Effect.fnUntraced(function* (path: string) {
  if (yield* isTaken(path)) return false
  if (Option.isNone(yield* (yield* FileReader).lstat(path))) return true
  const writer = yield* FileWriter
  // The display, which is root, leaves caches that its owner may move but not empty.
  yield* writer.removeTree(path).pipe(
    Effect.catchIf(
      ({ code }) => code === "EACCES" || code === "EPERM",
      () => writer.rename(path, join(dirname(path), `${STAGING_PREFIX}${basename(path)}`))
    )
  )
  return true
})
