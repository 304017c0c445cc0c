/** Makes a directory with the owner of the one above it, so that LEDMatrix is not locked out. */
import { Effect, Option } from "effect"
import { dirname } from "node:path/posix"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { FileFault } from "../../../ports/FileFault.ts"

/** Gives a new file or directory to the owner and group of its parent; silently where we may not. */
export const giveToParentOwner = Effect.fnUntraced(function* (path: string) {
  const parent = yield* (yield* FileReader).stat(dirname(path))
  if (Option.isSome(parent)) yield* giveTo(path, parent.value)
})

/** Gives a new file or directory to this owner and group; silently where we may not. */
export const giveTo = Effect.fnUntraced(function* (
  path: string,
  { gid, uid }: { readonly uid: number; readonly gid: number }
) {
  const own = yield* (yield* FileReader).lstat(path)
  if (Option.isNone(own) || (own.value.uid === uid && own.value.gid === gid)) return
  const writer = yield* FileWriter
  // Only root may give files away; anybody may hand them to a group of theirs.
  yield* writer.setOwner(path, uid, gid).pipe(
    Effect.catch(() => writer.setOwner(path, own.value.uid, gid)),
    Effect.ignore
  )
})

/** Makes `path`, and what is missing above it with mode 2775. Already there is fine. */
export const makeOwnDirectory = (
  path: string,
  mode: number
): Effect.Effect<void, FileFault, FileReader | FileWriter> =>
  Effect.gen(function* () {
    const reader = yield* FileReader
    const there = yield* reader.stat(path)
    if (Option.isSome(there)) {
      if (there.value.kind === "directory") return
      return yield* new FileFault({ operation: "mkdir", path, code: "ENOTDIR" })
    }
    const parent = dirname(path)
    yield* makeOwnDirectory(parent, 0o2775)
    const writer = yield* FileWriter
    yield* writer.makeDirectory(path, { mode }).pipe(
      Effect.andThen(giveToParentOwner(path)),
      Effect.andThen(writer.setMode(path, mode)),
      Effect.catchIf(
        (fault) => fault.code === "EEXIST",
        () => Effect.void
      )
    )
    yield* writer.syncDirectory(parent)
  })
