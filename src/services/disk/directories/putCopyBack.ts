/** Puts a copy that a crashed operation set aside back in its place. */
import { Clock, Effect, Option } from "effect"
import { dirname, join } from "node:path/posix"
import { StoreError } from "../../../domain/errors/StoreError.ts"
import { NameTaken, OperationInProgress } from "../../../domain/errors/PlaceReason.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { freePlace } from "./freePlace.ts"
import type { ShownPath } from "./movePlugin.ts"

/** LEDMatrix's own operations take minutes at most; what changed within this time may still be going on. */
const QUIET_MS = 600_000

export const putCopyBack = Effect.fn("DiskWriter.putBack")(
  function* (plugin: string, from: ShownPath, to: ShownPath) {
    const writer = yield* FileWriter
    if (yield* setAsideLately(from.path, to.path)) {
      return yield* new OperationInProgress({
        plugin,
        problem:
          "it was set aside minutes ago, so LEDMatrix may still be working on it; the next run looks again"
      })
    }
    if (!(yield* freePlace(to.path))) return yield* new NameTaken({ path: to.shown })
    yield* writer.rename(from.path, to.path)
    return yield* writer.syncDirectory(dirname(to.path))
  },
  (self, plugin, from) =>
    Effect.mapError(self, (error) => {
      const reason = error._tag === "FileFault" ? fileFailed(error, from.shown) : error
      return new StoreError({ plugin, reason })
    })
)

/** Whether a copy, its manifest or its place is so young that LEDMatrix may still be at work on the plugin. */
export const setAsideLately = Effect.fnUntraced(function* (copy: string, place: string) {
  const nowMs = yield* Clock.currentTimeMillis
  for (const path of [copy, join(copy, "manifest.json"), place]) {
    if (yield* changedLately(path, nowMs)) return true
  }
  return false
})

/** By modification time: a time ahead of the clock counts as now. */
const changedLately = Effect.fnUntraced(function* (path: string, nowMs: number) {
  const stat = yield* (yield* FileReader).lstat(path)
  return Option.isSome(stat) && nowMs - stat.value.modifiedAtMs < QUIET_MS
})
