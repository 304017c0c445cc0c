/**
 * One read, one edit, one atomic write of a file that other programs write without taking any lock.
 *
 * The new version is compared with what stands there as the last step before the rename; another's change
 * makes the edit start over on it. The replaced file stays open and is read once more after the rename, so
 * that a late in-place write is carried over. What remains is a writer that renames its own file between
 * our last compare and our rename: see docs/decisions.
 */
import { Clock, Duration, Effect, Option, Result, type Scope } from "effect"
import { dirname } from "node:path/posix"
import { type FileReason, KeepsChanging, NotParseable } from "../../domain/errors/FileReason.ts"
import { FileFault, FileReader, type FileStat, FileWriter, type ReadHandle } from "../../ports/Files.ts"
import { fileFailed } from "./fileReason.ts"
import { sweepTemporaries, writeTemporary } from "./writeTemporary.ts"

/** Times that the edit starts over because another program was faster. */
const ATTEMPTS_MAX = 20

/** Looks at a file that does not parse before it counts as broken: LEDMatrix writes in place. */
const UNFINISHED_LOOKS = 8

/** Looks at a late writer's file, and the pause before each. */
const LATE_LOOKS = 10
const LATE_PAUSE = Duration.millis(20)
/** Times that what was written late is carried over, while that in its turn meets a late writer. */
const LATE_ROUNDS = 10

export interface Replacement<E, R> {
  /** Absolute path; a symlink is followed and stays one. */
  readonly path: string
  /** How errors name the file. */
  readonly shown: string
  readonly bytesMax: number
  /** The new content, or `None` to leave the file alone. Gets `None` where the file is not there. */
  readonly edit: (current: Option.Option<Uint8Array>) => Effect.Effect<Option.Option<Uint8Array>, E, R>
  /** Mode of the file where it has to be made; without it a missing file is a failure. */
  readonly createMode?: number
}

/** Whether the file was changed. On any failure, and at any interruption, it is the old one or the new one. */
export const replaceFile = Effect.fn("replaceFile")(function* <E, R>(
  replacement: Replacement<E, R>
): Effect.fn.Return<boolean, FileReason | E, FileReader | FileWriter | R> {
  const { shown } = replacement
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const tried = yield* Effect.result(Effect.scoped(tryOnce(replacement)))
    if (Result.isSuccess(tried)) {
      if (tried.success === "changed") yield* sweep(replacement.path)
      if (tried.success !== "outrun") return tried.success === "changed"
    } else if (!(tried.failure instanceof NotParseable) || attempt >= UNFINISHED_LOOKS) {
      return yield* tried.failure instanceof FileFault
        ? fileFailed(tried.failure, shown)
        : Effect.fail(tried.failure)
    }
    // Somebody else is writing it: a moment later it is whole again.
    yield* Effect.sleep(Duration.millis(attempt * 5))
  }
  return yield* new KeepsChanging({ path: shown })
})

/** What an earlier run left when it was killed; in vain is no failure of this one. */
const sweep = Effect.fnUntraced(function* (path: string) {
  const now = yield* Clock.currentTimeMillis
  yield* Effect.ignore(sweepTemporaries(dirname(path), now))
})

type Attempt = "changed" | "unchanged" | "outrun"

const tryOnce = Effect.fnUntraced(function* <E, R>(replacement: Replacement<E, R>) {
  const reader = yield* FileReader
  const path = yield* resolved(replacement.path)
  const opened = yield* openExisting(path, replacement.createMode !== undefined)
  if (Option.isNone(opened)) return yield* createOnce(path, replacement)
  const handle = opened.value
  const stat = yield* handle.stat
  if (stat.size > replacement.bytesMax)
    return yield* new FileFault({ operation: "read", path, code: "TOO_LARGE" })
  const before = yield* handle.readAll(replacement.bytesMax)
  const after = yield* replacement.edit(Option.some(before))
  if (Option.isNone(after) || equalBytes(after.value, before)) return "unchanged" satisfies Attempt
  const temporary = yield* writeTemporary(path, replacement.shown, after.value, stat)
  const now = yield* reader.read(path, { bytesMax: replacement.bytesMax }).pipe(Effect.option)
  if (Option.isNone(now) || now.value.stat.inode !== stat.inode || !equalBytes(now.value.bytes, before)) {
    return "outrun" satisfies Attempt
  }
  const versions = { before, after: after.value, stat, over: now.value.stat }
  return yield* Effect.uninterruptible(swap(replacement, path, temporary, handle, versions)).pipe(
    Effect.catchIf(isOutrun, () => Effect.succeed("outrun" satisfies Attempt))
  )
})

interface Versions {
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly stat: FileStat
  /** What stood at the path when it was last compared. */
  readonly over: FileStat
}

const isOutrun = (error: unknown): error is FileFault =>
  error instanceof FileFault && error.code === "CHANGED"

const swap = Effect.fnUntraced(function* <E, R>(
  replacement: Replacement<E, R>,
  path: string,
  temporary: string,
  replaced: ReadHandle,
  versions: Versions
) {
  const writer = yield* FileWriter
  yield* writer.rename(temporary, path, versions.over)
  yield* writer.syncDirectory(dirname(path))
  yield* carryOver(replacement, path, replaced, versions)
  return "changed" satisfies Attempt
})

/**
 * A writer that had the replaced file open may have written it after our last look: its content counts. And so
 * it does of the file that carrying over replaces in its turn.
 */
const carryOver = <E, R>(
  replacement: Replacement<E, R>,
  path: string,
  replaced: ReadHandle,
  versions: Versions,
  rounds = LATE_ROUNDS
): Effect.Effect<void, FileFault | FileReason | E, FileReader | FileWriter | Scope.Scope | R> =>
  Effect.gen(function* () {
    const reader = yield* FileReader
    const writer = yield* FileWriter
    const { after, before, stat } = versions
    const late = yield* lateContent(replacement, replaced, before)
    if (late === undefined) return
    const temporary = yield* writeTemporary(path, replacement.shown, late, stat)
    const current = yield* Effect.option(reader.open(path))
    if (Option.isNone(current)) return
    const over = yield* current.value.stat
    // Whoever has written it since has the last word.
    if (!equalBytes(yield* current.value.readAll(replacement.bytesMax), after)) return
    const swapped = yield* writer.rename(temporary, path, over).pipe(
      Effect.as(true),
      Effect.catchIf(isOutrun, () => Effect.succeed(false))
    )
    if (!swapped) return
    yield* writer.syncDirectory(dirname(path))
    if (rounds > 1) {
      yield* carryOver(
        replacement,
        path,
        current.value,
        { ...versions, before: after, after: late },
        rounds - 1
      )
    }
  })

/** What was written late, with our edit; `undefined` where nothing was. Waits for what is still being written. */
const lateContent = Effect.fnUntraced(function* <E, R>(
  replacement: Replacement<E, R>,
  replaced: ReadHandle,
  before: Uint8Array
) {
  for (let look = 0; look < LATE_LOOKS; look++) {
    const late = yield* replaced.readAll(replacement.bytesMax)
    if (equalBytes(late, before)) return undefined
    const edited = yield* Effect.result(replacement.edit(Option.some(late)))
    if (Result.isSuccess(edited)) return Option.getOrElse(edited.success, () => late)
    yield* Effect.sleep(LATE_PAUSE)
  }
  return yield* new NotParseable({
    path: replacement.shown,
    problem: "another program wrote it at the same moment and left it incomplete; our version stands"
  })
})

const createOnce = Effect.fnUntraced(function* <E, R>(path: string, replacement: Replacement<E, R>) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  const content = yield* replacement.edit(Option.none())
  if (Option.isNone(content)) return "unchanged" satisfies Attempt
  const temporary = yield* writeTemporary(path, replacement.shown, content.value, {
    mode: replacement.createMode ?? 0o664
  })
  if (Option.isSome(yield* reader.lstat(path))) return "outrun" satisfies Attempt
  yield* Effect.uninterruptible(
    Effect.andThen(writer.rename(temporary, path), writer.syncDirectory(dirname(path)))
  )
  return "changed" satisfies Attempt
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

/** The file behind symlinks, so that its new version is made beside it; a missing file is itself. */
const resolved = Effect.fnUntraced(function* (path: string) {
  const reader = yield* FileReader
  return Option.isNone(yield* reader.lstat(path)) ? path : yield* reader.realPath(path)
})

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.byteLength !== b.byteLength) return false
  const words = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0 ? a.byteLength >> 2 : 0
  const x = new Uint32Array(a.buffer, words === 0 ? 0 : a.byteOffset, words)
  const y = new Uint32Array(b.buffer, words === 0 ? 0 : b.byteOffset, words)
  for (let at = 0; at < words; at++) if (x[at] !== y[at]) return false
  for (let at = words << 2; at < a.byteLength; at++) if (a[at] !== b[at]) return false
  return true
}
