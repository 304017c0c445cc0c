/** The plugin's files out of an archive, every limit watched on the bytes that really come out. */
import { Effect, Result, Stream } from "effect"
import { BadArchive } from "../../../domain/errors/FetchReason.ts"
import { Progress } from "../../../ports/Progress.ts"
import { type OpenZip, type ZipEntry, type ZipFault, ZipReader } from "../../../ports/ZipReader.ts"
import { type PluginFile, selectPluginFiles } from "./archiveNames.ts"
import { makePluginDirectory, writePluginFile, writeSmallPluginFile } from "../install/writePluginFiles.ts"
import {
  ARCHIVE_ENTRIES_MAX,
  FILE_BYTES_MAX,
  RATIO_BYTES_MIN,
  RATIO_MAX,
  TOTAL_BYTES_MAX
} from "../limits.ts"

const PROBLEMS = {
  not_a_zip: "it is no zip archive",
  truncated_archive: "it breaks off before its end",
  corrupt_archive: "it is damaged",
  list_too_long: "the list of its files is longer than any real one"
} as const

const badArchive = ({ problem }: ZipFault): BadArchive =>
  new BadArchive({ code: problem, problem: PROBLEMS[problem] })

/** Writes the plugin in `subdirectory` of the archive into the directory `into`. */
export const unpackArchive = Effect.fn("unpackArchive")(function* (
  plugin: string,
  archive: string,
  into: string,
  subdirectory: string
) {
  const tell = yield* Progress
  yield* tell({ plugin, step: "unpacking", bytes: undefined, bytesTotal: undefined })
  yield* Effect.scoped(
    Effect.gen(function* () {
      const zip = yield* (yield* ZipReader).open(archive, { entriesMax: ARCHIVE_ENTRIES_MAX })
      const files = selectPluginFiles(zip.entries, subdirectory)
      if (Result.isFailure(files)) return yield* files.failure
      yield* writeFiles(zip, files.success, into)
    })
  ).pipe(Effect.catchTag("ZipFault", (fault) => Effect.fail(badArchive(fault))))
})

const writeFiles = Effect.fnUntraced(function* (
  zip: OpenZip,
  files: ReadonlyArray<PluginFile>,
  into: string
) {
  const directories = [...new Set(files.flatMap(({ path }) => parents(path)))]
  for (const directory of directories) yield* makePluginDirectory(`${into}/${directory}`)
  const packed = files.reduce((size, { entry }) => size + entry.compressedSize, 0)
  let total = 0
  for (const { entry, path } of files) {
    if (isSmall(entry)) {
      const content = yield* zip.whole(entry)
      total += content.byteLength
      yield* tooMuch(content.byteLength, total, packed)
      yield* writeSmallPluginFile(`${into}/${path}`, content)
      continue
    }
    let size = 0
    const watched = zip.content(entry).pipe(
      Stream.tap((piece) => {
        size += piece.byteLength
        total += piece.byteLength
        return tooMuch(size, total, packed)
      })
    )
    yield* writePluginFile(`${into}/${path}`, watched)
  }
})

/** Held in memory as a whole, packed and unpacked. */
const SMALL_BYTES_MAX = 128 * 1024

const isSmall = ({ compressedSize, uncompressedSize }: ZipEntry): boolean =>
  compressedSize <= SMALL_BYTES_MAX && uncompressedSize <= SMALL_BYTES_MAX

/** Directories above a path, the outermost first. */
const parents = (path: string): ReadonlyArray<string> => {
  const parts = path.split("/").slice(0, -1)
  return parts.map((_, depth) => parts.slice(0, depth + 1).join("/"))
}

const tooMuch = (file: number, total: number, packed: number): Effect.Effect<void, BadArchive> => {
  if (file > FILE_BYTES_MAX)
    return Effect.fail(
      new BadArchive({
        code: "file_too_large",
        problem: `a file in it is larger than ${FILE_BYTES_MAX} bytes`
      })
    )
  if (total > TOTAL_BYTES_MAX)
    return Effect.fail(
      new BadArchive({
        code: "archive_too_large",
        problem: `unpacked it is larger than ${TOTAL_BYTES_MAX} bytes`
      })
    )
  return total > RATIO_BYTES_MIN && total > packed * RATIO_MAX
    ? Effect.fail(
        new BadArchive({
          code: "compression_ratio",
          problem: `it unpacks to more than ${RATIO_MAX} times its size`
        })
      )
    : Effect.void
}
