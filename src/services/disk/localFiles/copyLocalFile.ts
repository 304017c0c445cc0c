/** One local file, copied with mode and time into a place that must be free. */
import { Effect, Stream } from "effect"
import { FileReader, type FileStat, FileWriter, sameVersion } from "../../../ports/Files.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import { pieces } from "../../files/pieces.ts"

/** Neither setuid nor setgid: what was local to one file is not lent to another. */
const PERMISSIONS = 0o777

/**
 * Copies the file that `stat` describes. Fails with `CHANGED` where `from` is another file by then, or is written in
 * the meantime, so that a link put in its place gives nothing away.
 */
export const copyLocalFile = Effect.fn("copyLocalFile")(function* (from: string, stat: FileStat, to: string) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  const changed = new FileFault({ operation: "copy", path: from, code: "CHANGED" })
  yield* Effect.scoped(
    Effect.gen(function* () {
      const source = yield* reader.open(from)
      if (!sameVersion(yield* source.stat, stat)) return yield* changed
      const target = yield* writer.create(to, { mode: stat.mode & PERMISSIONS })
      // Before a byte is in it: a file of root's own must not be another user's for a moment.
      yield* Effect.ignore(target.setOwner(stat.uid, stat.gid))
      yield* Stream.runForEach(pieces(source), target.write)
      yield* target.setModifiedAt(stat.modifiedAtMs)
      if (!sameVersion(yield* source.stat, stat)) return yield* changed
    })
  )
})
