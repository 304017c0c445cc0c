/** Files and directories with the modes and the owner that LEDMatrix's own installs give them. */
import { Effect, Stream } from "effect"
import { FileWriter } from "../../../ports/Files.ts"
import { giveToParentOwner } from "../../files/replacing/makeOwnDirectory.ts"

/** With the group bit, so that new files belong to the group of the plugins directory. */
export const PLUGIN_DIRECTORY_MODE = 0o2775
export const PLUGIN_FILE_MODE = 0o664

/** Makes a directory, which must not be there, with mode and owner as above. */
export const makePluginDirectory = Effect.fnUntraced(function* (path: string) {
  const writer = yield* FileWriter
  yield* writer.makeDirectory(path, { mode: PLUGIN_DIRECTORY_MODE })
  yield* giveToParentOwner(path)
  // The kernel drops the group bit silently where it is set before the process belongs to the group.
  yield* writer.setMode(path, PLUGIN_DIRECTORY_MODE)
})

/** Writes a new file. Its owner is set, and its bytes are synced, for a staged plugin as a whole. */
export const writePluginFile = <E, R>(path: string, pieces: Stream.Stream<Uint8Array, E, R>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* (yield* FileWriter).create(path, { mode: PLUGIN_FILE_MODE })
      yield* Stream.runForEach(pieces, (piece) => handle.write(piece))
    })
  )

/** Writes a new file whose content is in memory. */
export const writeSmallPluginFile = (path: string, content: Uint8Array) =>
  Effect.scoped(
    Effect.flatMap(
      FileWriter.use((writer) => writer.create(path, { mode: PLUGIN_FILE_MODE })),
      (handle) => handle.write(content)
    )
  )
