/** Files and directories as LEDMatrix's own installs make them, whoever runs this. */
import { Effect, Stream } from "effect"
import { FileWriter } from "../../../ports/Files.ts"
import { giveToParentOwner } from "../../files/makeOwnDirectory.ts"

export const PLUGIN_DIRECTORY_MODE = 0o2775
const PLUGIN_FILE_MODE = 0o664

export const makePluginDirectory = Effect.fnUntraced(function* (path: string) {
  const writer = yield* FileWriter
  yield* writer.makeDirectory(path, { mode: PLUGIN_DIRECTORY_MODE })
  yield* giveToParentOwner(path)
  // The kernel drops the group bit silently where it is set before the group is one of ours.
  yield* writer.setMode(path, PLUGIN_DIRECTORY_MODE)
})

/** A new file. Its owner, and that it lasts, are seen to for a staged plugin as a whole. */
export const writePluginFile = <E, R>(path: string, pieces: Stream.Stream<Uint8Array, E, R>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const handle = yield* (yield* FileWriter).create(path, { mode: PLUGIN_FILE_MODE })
      yield* Stream.runForEach(pieces, (piece) => handle.write(piece))
    })
  )

/** The same of a small one, at once. */
export const writeSmallPluginFile = (path: string, content: Uint8Array) =>
  Effect.scoped(
    Effect.flatMap(
      FileWriter.use((writer) => writer.create(path, { mode: PLUGIN_FILE_MODE })),
      (handle) => handle.write(content)
    )
  )
