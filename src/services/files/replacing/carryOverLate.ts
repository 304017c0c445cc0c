/** What another program writes into a file that has just been replaced, and that it still has open. */
import { Duration, Effect, Option, Result, type Scope } from "effect"
import { dirname } from "node:path/posix"
import { type FileReason, NotParseable } from "../../../domain/errors/FileReason.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import { FileReader, type FileStat, FileWriter, type ReadHandle } from "../../../ports/Files.ts"
import { equalBytes } from "./equalBytes.ts"
import type { NewContent, Replacement } from "./Replacement.ts"
import { writeTemporary } from "./writeTemporary.ts"

/** Looks at a late writer's file, and the pause before each. */
const LATE_LOOKS = 10
const LATE_PAUSE = Duration.millis(20)
/** Times that what was written late is carried over, while that in its turn meets a late writer. */
const LATE_ROUNDS = 10

/** A file before and after it was replaced. */
export interface Versions<D> {
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** What the edit decided on the content that it was made on last. */
  readonly edited: D
  readonly stat: FileStat
}

/** Whether another program was faster: what is there is another version than the one that was to be replaced. */
export const isOutrun = (error: unknown): error is FileFault =>
  error instanceof FileFault && error.code === "CHANGED"

/**
 * A writer that had the replaced file open may have written it after our last look: its content counts. And so
 * it does of the file that carrying over replaces in its turn.
 */
export const carryOverLate = <D extends NewContent, E, R>(
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
    const current = yield* reader.open(path).pipe(
      Effect.catchIf(
        ({ code }) => code === "ENOENT",
        () => Effect.undefined
      )
    )
    if (current === undefined) return edited
    const over = yield* current.stat
    // A program that has written it since has the last word.
    if (!equalBytes(yield* current.readAll(replacement.bytesMax), after)) return edited
    const swapped = yield* writer.rename(temporary, path, over).pipe(
      Effect.as(true),
      Effect.catchIf(isOutrun, () => Effect.succeed(false))
    )
    if (!swapped) return edited
    yield* writer.syncDirectory(dirname(path))
    if (rounds <= 1) return edited
    const next = { ...versions, before: after, after: bytes, edited }
    return yield* carryOverLate(replacement, path, current, next, rounds - 1)
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
