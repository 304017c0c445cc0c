/**
 * One read, one edit, one atomic write of a file that other programs write without taking any lock.
 *
 * The new version is compared with what stands there as the last step before the rename; another's change
 * makes the edit start over on it. The replaced file stays open and is read once more after the rename, so
 * that a late in-place write is carried over. What remains is a writer that renames its own file between
 * our last compare and our rename: see docs/decisions.
 */
import { Duration, Effect, Option, Result, type Scope } from "effect"
import { dirname } from "node:path/posix"
import { type FileReason, KeepsChanging, NotParseable } from "../../../domain/errors/FileReason.ts"
import { FileReader, type FileStat, FileWriter, type ReadHandle } from "../../../ports/Files.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import { fileFailed } from "../fileReason.ts"
import { carryOverLate, isOutrun } from "./carryOverLate.ts"
import { equalBytes } from "./equalBytes.ts"
import type { NewContent, Replacement } from "./Replacement.ts"
import { writeTemporary } from "./writeTemporary.ts"

/** Times that the edit starts over because another program was faster. */
const ATTEMPTS_MAX = 20

/** Looks at a file that does not parse before it counts as broken: LEDMatrix writes in place. */
const UNFINISHED_LOOKS = 8

/**
 * Returns what the edit decided on the content that it was made on last. On any failure, and at any interruption,
 * the file is the old one or the new one.
 */
export const replaceFile = Effect.fn("replaceFile")(function* <D extends NewContent, E, R>(
  replacement: Replacement<D, E, R>
): Effect.fn.Return<D, FileReason | E, FileReader | FileWriter | R> {
  const { shown } = replacement
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const tried = yield* Effect.result(Effect.scoped(tryOnce(replacement)))
    if (Result.isSuccess(tried)) {
      if (tried.success.attempt !== "outrun") return tried.success.edited
    } else if (!(tried.failure instanceof NotParseable) || attempt >= UNFINISHED_LOOKS) {
      return yield* tried.failure instanceof FileFault
        ? fileFailed(tried.failure, shown)
        : Effect.fail(tried.failure)
    }
    // Another program is writing it: a moment later it is whole again.
    yield* Effect.sleep(Duration.millis(attempt * 5))
  }
  return yield* new KeepsChanging({ path: shown })
})

interface Attempt<D> {
  /** `outrun`: another program was faster, and the edit has to be made on its content. */
  readonly attempt: "changed" | "unchanged" | "outrun"
  readonly edited: D
}

const tryOnce = Effect.fnUntraced(function* <D extends NewContent, E, R>(
  replacement: Replacement<D, E, R>
): Effect.fn.Return<Attempt<D>, FileFault | FileReason | E, FileReader | FileWriter | Scope.Scope | R> {
  const reader = yield* FileReader
  const { own = false } = replacement
  const path = own ? replacement.path : yield* resolved(replacement.path)
  const opened = yield* openExisting(path, replacement.createMode !== undefined)
  if (Option.isNone(opened)) return yield* createOnce(path, replacement)
  const handle = opened.value
  const stat = yield* handle.stat
  if (own && !(yield* isItself(path, stat)))
    return yield* new FileFault({ operation: "open", path, code: "ELOOP" })
  if (stat.size > replacement.bytesMax)
    return yield* new FileFault({ operation: "read", path, code: "TOO_LARGE" })
  const before = yield* handle.readAll(replacement.bytesMax)
  const edited = yield* replacement.edit(Option.some(before))
  const after = Option.getOrElse(edited.content, () => before)
  if (equalBytes(after, before)) return { attempt: "unchanged", edited }
  const temporary = yield* writeTemporary({ ...replacement, path }, after, stat)
  const now = yield* reader.read(path, { bytesMax: replacement.bytesMax }).pipe(Effect.option)
  if (Option.isNone(now) || now.value.stat.inode !== stat.inode || !equalBytes(now.value.bytes, before)) {
    return { attempt: "outrun", edited }
  }
  return yield* swap(path, temporary, now.value.stat).pipe(
    Effect.andThen(carryOverLate(replacement, path, handle, { before, after, edited, stat })),
    Effect.map((last): Attempt<D> => ({ attempt: "changed", edited: last })),
    Effect.uninterruptible,
    Effect.catchIf(isOutrun, () => Effect.succeed<Attempt<D>>({ attempt: "outrun", edited }))
  )
})

/** With `over`, only onto that very version. */
const swap = Effect.fnUntraced(function* (path: string, temporary: string, over?: FileStat) {
  const writer = yield* FileWriter
  yield* writer.rename(temporary, path, over)
  yield* writer.syncDirectory(dirname(path))
})

const createOnce = Effect.fnUntraced(function* <D extends NewContent, E, R>(
  path: string,
  replacement: Replacement<D, E, R>
): Effect.fn.Return<Attempt<D>, FileFault | FileReason | E, FileReader | FileWriter | Scope.Scope | R> {
  const reader = yield* FileReader
  const edited = yield* replacement.edit(Option.none())
  if (Option.isNone(edited.content)) return { attempt: "unchanged", edited }
  const temporary = yield* writeTemporary({ ...replacement, path }, edited.content.value, {
    mode: replacement.createMode ?? 0o664
  })
  if (Option.isSome(yield* reader.lstat(path))) return { attempt: "outrun", edited }
  yield* Effect.uninterruptible(swap(path, temporary))
  return { attempt: "changed", edited }
})

const openExisting = Effect.fnUntraced(function* (path: string, mayBeMissing: boolean) {
  const reader = yield* FileReader
  return yield* reader.open(path).pipe(
    Effect.asSome,
    Effect.catchIf(
      (fault) => mayBeMissing && fault.code === "ENOENT",
      () => Effect.succeed(Option.none<ReadHandle>())
    )
  )
})

/** Whether what was opened by its path stands there itself, and not a link to it. */
const isItself = Effect.fnUntraced(function* (path: string, { device, inode }: FileStat) {
  const there = yield* (yield* FileReader).lstat(path)
  return Option.exists(there, (stat) => stat.device === device && stat.inode === inode)
})

/** The file behind symlinks, so that its new version is made beside it; a missing file is itself. */
const resolved = Effect.fnUntraced(function* (path: string) {
  const reader = yield* FileReader
  return Option.isNone(yield* reader.lstat(path)) ? path : yield* reader.realPath(path)
})
