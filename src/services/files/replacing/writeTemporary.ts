/** The new version of a file, lying beside it: written, owned, synced; removed unless it is renamed away. */
import { Effect, Option, Random } from "effect"
import { basename, dirname, join } from "node:path/posix"
import { OwnerNotKept } from "../../../domain/errors/FileReason.ts"
import { FileReader, type FileStat, FileWriter } from "../../../ports/Files.ts"
import { nameOf } from "../userName.ts"
import { giveToParentOwner } from "./makeOwnDirectory.ts"

const MARK = ".ledmatrix-reconciler."

/** Whether a file is one of ours that is being written, or was when its run ended. */
export const isTemporary = (name: string): boolean =>
  name.startsWith(".") && name.includes(MARK) && name.endsWith(".tmp")

/** A file that is to be replaced, or made. */
export interface TargetFile {
  readonly path: string
  /** How errors name it. */
  readonly shown: string
  /** It holds secrets: where its access-control list cannot be kept, only its owner may read the next version. */
  readonly secret?: boolean
}

const FOR_OTHERS = 0o077

/** Like `like` in owner, mode and access-control list; a new file takes `mode`, and owner and group of its directory. */
export const writeTemporary = Effect.fnUntraced(function* (
  { path, secret = false, shown }: TargetFile,
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
      if (!("uid" in like)) {
        const handle = yield* writer.create(temporary, { mode: like.mode })
        yield* giveToParentOwner(temporary)
        yield* handle.write(bytes)
        return yield* handle.sync
      }
      // For its owner alone until it is known who else may read it: the directory may have a list of its own for new files.
      const handle = yield* writer.create(temporary, { mode: like.mode & ~FOR_OTHERS })
      const own = yield* reader.lstat(temporary)
      const moves = Option.isSome(own) && (own.value.uid !== like.uid || own.value.gid !== like.gid)
      if (moves) {
        yield* handle
          .setOwner(like.uid, like.gid)
          .pipe(
            Effect.catch(() =>
              Effect.flatMap(nameOf("/etc/passwd", like.uid), (runAs) =>
                Effect.fail(new OwnerNotKept({ path: shown, runAs }))
              )
            )
          )
      }
      const others = (like.mode & FOR_OTHERS) !== 0
      const kept = others && (yield* Effect.orElseSucceed(handle.takeAccess(path), () => false))
      if (!kept && !(others && secret)) yield* handle.setMode(like.mode)
      yield* handle.write(bytes)
      yield* handle.sync
    })
  )
  return temporary
})
