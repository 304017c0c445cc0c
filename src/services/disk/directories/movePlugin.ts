/** Moves a plugin's directory, or the link that stands for one, to a free name beside it. */
import { Effect } from "effect"
import { dirname } from "node:path/posix"
import { StoreError } from "../../../domain/errors/StoreError.ts"
import { NameTaken } from "../../../domain/errors/PlaceReason.ts"
import { FileWriter } from "../../../ports/Files.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { freePlace } from "./freePlace.ts"

/** A path, and how people are shown it. */
export interface ShownPath {
  /** Absolute. */
  readonly path: string
  /** As an error names it. */
  readonly shown: string
}

export const movePlugin = Effect.fn("DiskWriter.move")(
  function* (_plugin: string, from: ShownPath, to: ShownPath) {
    if (!(yield* freePlace(to.path))) return yield* new NameTaken({ path: to.shown })
    const writer = yield* FileWriter
    const [source, target] = [dirname(from.path), dirname(to.path)]
    yield* Effect.uninterruptible(
      Effect.andThen(writer.rename(from.path, to.path), writer.syncDirectory(target))
    )
    if (source !== target) yield* writer.syncDirectory(source)
  },
  (self, plugin, from) =>
    Effect.mapError(
      self,
      (error) =>
        new StoreError({
          plugin,
          reason: error._tag === "FileFault" ? fileFailed(error, from.shown) : error
        })
    )
)
