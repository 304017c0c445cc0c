/** Whether a plugin may be put at a path. */
import { Effect, Option } from "effect"
import { FileReader, FileWriter } from "../../ports/Files.ts"

/**
 * True where nothing is at `path`, or only an empty directory or one that holds nothing but Python's
 * `__pycache__`; that is removed.
 */
export const freePlace = Effect.fnUntraced(function* (path: string) {
  const reader = yield* FileReader
  const stat = yield* reader.lstat(path)
  if (Option.isNone(stat)) return true
  if (stat.value.kind !== "directory") return false
  const names = yield* reader.list(path)
  if (names.some((name) => name !== "__pycache__")) return false
  yield* (yield* FileWriter).removeTree(path)
  return true
})
