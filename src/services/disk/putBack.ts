/** Puts a copy that a crashed operation set aside back in its place. */
import { Clock, Effect, Option } from "effect"
import { join } from "node:path/posix"
import type { DiskView, SetAsideCopy } from "../../domain/sources/DiskView.ts"
import { NameTaken, OperationInProgress, StoreError } from "../../domain/errors/StoreError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { fileFailed } from "../files/fileReason.ts"
import { freePlace } from "./freePlace.ts"

/** LEDMatrix's own operations take minutes at most; what changed within this time may still be going on. */
const QUIET_MS = 600_000

export const putBack = Effect.fn("DiskWriter.putBack")(
  function* (view: DiskView, copy: SetAsideCopy) {
    const writer = yield* FileWriter
    const from = join(view.path, copy.directory)
    const to = join(view.path, copy.id)
    const nowMs = yield* Clock.currentTimeMillis
    for (const path of [from, join(from, "manifest.json"), to]) {
      if (yield* changedLately(path, nowMs)) {
        return yield* new OperationInProgress({
          plugin: copy.id,
          problem:
            "it was set aside minutes ago, so LEDMatrix may still be working on it; the next run looks again"
        })
      }
    }
    if (!(yield* freePlace(to))) return yield* new NameTaken({ path: `${view.shownPath}/${copy.id}` })
    yield* writer.rename(from, to)
    return yield* writer.syncDirectory(view.path)
  },
  (self, view, copy) =>
    Effect.mapError(
      self,
      (error) =>
        new StoreError({
          plugin: copy.id,
          reason:
            error._tag === "FileFault" ? fileFailed(error, `${view.shownPath}/${copy.directory}`) : error
        })
    )
)

/** By modification time: a time ahead of the clock counts as now. */
const changedLately = Effect.fnUntraced(function* (path: string, nowMs: number) {
  const stat = yield* (yield* FileReader).lstat(path)
  return Option.isSome(stat) && nowMs - stat.value.modifiedAtMs < QUIET_MS
})
