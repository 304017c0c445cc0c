/** The new version of a file, lying beside it: written, owned, synced; removed unless it is renamed away. */
import { Effect, Option, Random } from "effect"
import { basename, dirname, join } from "node:path/posix"
import { OwnerNotKept } from "../../domain/errors/FileReason.ts"
import { FileReader, type FileStat, FileWriter } from "../../ports/Files.ts"
import { nameOf } from "./userName.ts"
import { giveToParentOwner } from "./makeOwnDirectory.ts"

const MARK = ".ledmatrix-reconciler."

/** A crash leaves these behind; ten minutes later no program is still writing one. */
const LEFTOVER_AFTER_MS = 600_000

const isTemporary = (name: string): boolean =>
  name.startsWith(".") && name.includes(MARK) && name.endsWith(".tmp")

/** Like `like` in mode and owner; a new file takes `mode`, and owner and group of its directory. */
export const writeTemporary = Effect.fnUntraced(function* (
  path: string,
  shown: string,
  bytes: Uint8Array,
  like: FileStat | { readonly mode: number }
) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  const random = yield* Random.nextIntBetween(0, 0x1000000)
  const temporary = join(dirname(path), `.${basename(path)}${MARK}${random.toString(16)}.tmp`)
  yield* Effect.addFinalizer(() => Effect.ignore(writer.removeFile(temporary)))
  yield* Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* writer.create(temporary, { mode: like.mode })
      if ("uid" in like) {
        const own = yield* reader.lstat(temporary)
        if (Option.isSome(own) && (own.value.uid !== like.uid || own.value.gid !== like.gid)) {
          yield* handle
            .setOwner(like.uid, like.gid)
            .pipe(
              Effect.catch(() =>
                Effect.flatMap(nameOf("/etc/passwd", like.uid), (runAs) =>
                  Effect.fail(new OwnerNotKept({ path: shown, runAs }))
                )
              )
            )
          yield* handle.setMode(like.mode)
        }
      } else yield* giveToParentOwner(temporary)
      yield* handle.write(bytes)
      yield* handle.sync
    })
  )
  return temporary
})

/** Removes what crashed runs left in `directory`; ours only, and only what is old. */
export const sweepTemporaries = Effect.fnUntraced(function* (directory: string, nowMs: number) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  for (const name of (yield* reader.list(directory)).filter(isTemporary)) {
    const path = join(directory, name)
    const stat = yield* reader.lstat(path)
    if (Option.isSome(stat) && nowMs - stat.value.modifiedAtMs > LEFTOVER_AFTER_MS)
      yield* writer.removeFile(path)
  }
})
