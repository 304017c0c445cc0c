/**
 * With `--replace-broken`: a byte-order mark is taken off LEDMatrix's own files, before anything else is looked at that
 * depends on them. Those of manifests are findings, and are repaired as such.
 */
import { Effect, Option, Ref } from "effect"
import { Change, FILE } from "../../domain/changes/Change.ts"
import { ByteOrderMarks } from "../../services/writing/ByteOrderMarks.ts"
import { Policy } from "../../services/Policy.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import { noteChangedFiles, type Run } from "../Run.ts"
import { journalled } from "./journalled.ts"

/** What is journalled of a file that is no plugin's. */
export const BYTE_ORDER_MARK = "byte_order_mark"

/** Whether any was taken off; does nothing unless the run may replace what is broken. */
export const takeOffMarks = Effect.fn("takeOffMarks")(function* (run: Run) {
  if (!(yield* Policy).replaceBroken) return false
  const { seen } = yield* Ref.get(run.progress)
  const marks = yield* ByteOrderMarks
  // A saved state that LEDMatrix no longer keeps is never written.
  const found = Effect.map(marks.found, (files) =>
    files.filter((file) => file !== FILE.state || (seen !== undefined && Option.isSome(seen.state)))
  )
  if ((yield* found).length === 0) return false
  return yield* (yield* RootLock).hold(
    Effect.gen(function* () {
      const changes = (yield* found).map((file) =>
        Change.SetByteOrderMark({ plugin: "", cause: BYTE_ORDER_MARK, file, present: false })
      )
      if (changes.length === 0) return false
      yield* journalled(run, { changes, carryOut: carriedOut(run, changes) })
      return true
    })
  )
})

const carriedOut = Effect.fnUntraced(function* (
  run: Run,
  changes: ReadonlyArray<ReturnType<typeof Change.SetByteOrderMark>>
) {
  const marks = yield* ByteOrderMarks
  const made: Array<Change> = []
  for (const change of changes) {
    // Where one cannot be written, its source error stands, and says why it cannot be read.
    const done = yield* marks
      .set(change.file, change.present)
      .pipe(
        Effect.catch((error) =>
          Effect.as(
            Effect.logWarning("a byte-order mark could not be taken off", { problem: error.message }),
            false
          )
        )
      )
    if (!done) continue
    made.push(change)
    yield* noteChangedFiles(run, [change.file])
  }
  return { made }
})
