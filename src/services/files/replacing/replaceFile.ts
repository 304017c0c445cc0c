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
import { FileFault, FileReader, type FileStat, FileWriter, type ReadHandle } from "../../../ports/Files.ts"
import { fileFailed } from "../fileReason.ts"
import { type Place, writeTemporary } from "./writeTemporary.ts"

/** Times that the edit starts over because another program was faster. */
const ATTEMPTS_MAX = 20

/** Looks at a file that does not parse before it counts as broken: LEDMatrix writes in place. */
const UNFINISHED_LOOKS = 8

/** Looks at a late writer's file, and the pause before each. */
const LATE_LOOKS = 10
const LATE_PAUSE = Duration.millis(20)
/** Times that what was written late is carried over, while that in its turn meets a late writer. */
const LATE_ROUNDS = 10

/** What an edit makes of a file, beside what it has decided on the way. */
export interface NewContent {
  /** `None` leaves the file alone. */
  readonly content: Option.Option<Uint8Array>
}

/** Its path is absolute; a symlink is followed and stays one. */
export interface Replacement<D extends NewContent, E, R> extends Place {
  readonly bytesMax: number
  /** One of our own: a link in its place is refused. */
  readonly own?: boolean
  /** Gets `None` where the file is not there. Run again on the content of a program that was faster. */
  readonly edit: (current: Option.Option<Uint8Array>) => Effect.Effect<D, E, R>
  /** Mode of the file where it has to be made; without it a missing file is a failure. */
  readonly createMode?: number
}

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
  const versions = { before, after, edited, stat, over: now.value.stat }
  return yield* Effect.uninterruptible(swap(replacement, path, temporary, handle, versions)).pipe(
    Effect.map((last): Attempt<D> => ({ attempt: "changed", edited: last })),
    Effect.catchIf(isOutrun, () => Effect.succeed<Attempt<D>>({ attempt: "outrun", edited }))
  )
})

interface Versions<D> {
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** What the edit decided on the content that it was made on last. */
  readonly edited: D
  readonly stat: FileStat
  /** What stood at the path when it was last compared. */
  readonly over: FileStat
}

const isOutrun = (error: unknown): error is FileFault =>
  error instanceof FileFault && error.code === "CHANGED"

const swap = Effect.fnUntraced(function* <D extends NewContent, E, R>(
  replacement: Replacement<D, E, R>,
  path: string,
  temporary: string,
  replaced: ReadHandle,
  versions: Versions<D>
) {
  const writer = yield* FileWriter
  yield* writer.rename(temporary, path, versions.over)
  yield* writer.syncDirectory(dirname(path))
  return yield* carryOver(replacement, path, replaced, versions)
})

/**
 * A writer that had the replaced file open may have written it after our last look: its content counts. And so
 * it does of the file that carrying over replaces in its turn.
 */
const carryOver = <D extends NewContent, E, R>(
  replacement: Replacement<D, E, R>,
  path: string,
  replaced: ReadHandle,
  versions: Versions<D>,
  rounds = LATE_ROUNDS
): Effect.Effect<D, FileFault | FileReason | E, FileReader | FileWriter | Scope.Scope | R> =>
  Effect.gen(function* () {
    const reader = yield* FileReader
    const writer = yield* FileWriter
    const { after, before, stat } = versions
    const late = yield* lateContent(replacement, replaced, before)
    if (late === undefined) return versions.edited
    const { bytes, edited } = late
    const temporary = yield* writeTemporary({ ...replacement, path }, bytes, stat)
    const current = yield* Effect.option(reader.open(path))
    if (Option.isNone(current)) return edited
    const over = yield* current.value.stat
    // A program that has written it since has the last word.
    if (!equalBytes(yield* current.value.readAll(replacement.bytesMax), after)) return edited
    const swapped = yield* writer.rename(temporary, path, over).pipe(
      Effect.as(true),
      Effect.catchIf(isOutrun, () => Effect.succeed(false))
    )
    if (!swapped) return edited
    yield* writer.syncDirectory(dirname(path))
    if (rounds <= 1) return edited
    const next = { ...versions, before: after, after: bytes, edited }
    return yield* carryOver(replacement, path, current.value, next, rounds - 1)
  })

/** What was written late, with our edit; `undefined` where nothing was. Waits for what is still being written. */
const lateContent = Effect.fnUntraced(function* <D extends NewContent, E, R>(
  replacement: Replacement<D, E, R>,
  replaced: ReadHandle,
  before: Uint8Array
) {
  for (let look = 0; look < LATE_LOOKS; look++) {
    const late = yield* replaced.readAll(replacement.bytesMax)
    if (equalBytes(late, before)) return undefined
    const tried = yield* Effect.result(replacement.edit(Option.some(late)))
    if (Result.isSuccess(tried)) {
      return { bytes: Option.getOrElse(tried.success.content, () => late), edited: tried.success }
    }
    yield* Effect.sleep(LATE_PAUSE)
  }
  return yield* new NotParseable({
    path: replacement.shown,
    problem: "another program wrote it at the same moment and left it incomplete; our version stands"
  })
})

const createOnce = Effect.fnUntraced(function* <D extends NewContent, E, R>(
  path: string,
  replacement: Replacement<D, E, R>
): Effect.fn.Return<Attempt<D>, FileFault | FileReason | E, FileReader | FileWriter | Scope.Scope | R> {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  const edited = yield* replacement.edit(Option.none())
  if (Option.isNone(edited.content)) return { attempt: "unchanged", edited }
  const temporary = yield* writeTemporary({ ...replacement, path }, edited.content.value, {
    mode: replacement.createMode ?? 0o664
  })
  if (Option.isSome(yield* reader.lstat(path))) return { attempt: "outrun", edited }
  yield* Effect.uninterruptible(
    Effect.andThen(writer.rename(temporary, path), writer.syncDirectory(dirname(path)))
  )
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

export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.byteLength !== b.byteLength) return false
  const words = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0 ? a.byteLength >> 2 : 0
  const x = new Uint32Array(a.buffer, words === 0 ? 0 : a.byteOffset, words)
  const y = new Uint32Array(b.buffer, words === 0 ? 0 : b.byteOffset, words)
  for (let at = 0; at < words; at++) if (x[at] !== y[at]) return false
  for (let at = words << 2; at < a.byteLength; at++) if (a[at] !== b[at]) return false
  return true
}
