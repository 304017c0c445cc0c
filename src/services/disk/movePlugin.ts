/** Moves a plugin's directory, or the link that stands for one, to a free name beside it. */
import { Effect } from "effect"
import { dirname } from "node:path/posix"
import { NameTaken, StoreError } from "../../domain/StoreError.ts"
import { FileWriter } from "../../ports/Files.ts"
import { fileFailed } from "../files/fileReason.ts"
import { freePlace } from "./freePlace.ts"

export const movePlugin = Effect.fn("DiskWriter.move")(
  function* (_plugin: string, from: string, to: string, shown: string) {
    if (!(yield* freePlace(to))) return yield* new NameTaken({ path: shown })
    const writer = yield* FileWriter
    yield* Effect.uninterruptible(Effect.andThen(writer.rename(from, to), writer.syncDirectory(dirname(to))))
    if (dirname(from) !== dirname(to)) yield* writer.syncDirectory(dirname(from))
  },
  (self, plugin, _from, _to, shown) =>
    Effect.mapError(
      self,
      (error) =>
        new StoreError({ plugin, reason: error._tag === "FileFault" ? fileFailed(error, shown) : error })
    )
)
