/** A plugin's files out of a plain directory, under the same rules as those of an archive. */
import { Effect, Option, Result, Stream } from "effect"
import { join } from "node:path/posix"
import { BadArchive } from "../../../domain/errors/FetchReason.ts"
import { FileReader } from "../../../ports/Files.ts"
import { pieces } from "../../files/pieces.ts"
import { selectPluginFiles } from "./archiveNames.ts"
import { FILES_MAX } from "../limits.ts"
import { makePluginDirectory, writePluginFile } from "../install/writePluginFiles.ts"

const FILE_TYPE = { file: 0o100000, symlink: 0o120000, other: 0o020000 } as const

/** Not part of a plugin: git's own files and Python's caches. */
const LEFT_BEHIND: ReadonlySet<string> = new Set([".git", "__pycache__"])

/** Copies everything in `from` into the empty directory `into`. `BadArchive` where the rules for archives refuse it. */
export const copyDirectory = Effect.fn("copyDirectory")(function* (from: string, into: string) {
  const reader = yield* FileReader
  const directories = [""]
  const entries = []
  for (const directory of directories) {
    for (const name of yield* reader.list(join(from, directory))) {
      if (LEFT_BEHIND.has(name)) continue
      const path = join(directory, name)
      const stat = yield* reader.lstat(join(from, path))
      if (Option.isNone(stat)) continue
      const { kind, size } = stat.value
      if (kind === "directory") directories.push(path)
      else {
        entries.push({
          rawName: new TextEncoder().encode(path),
          isUtf8: true,
          compressedSize: size,
          uncompressedSize: size,
          encrypted: false,
          method: 0,
          fileType: FILE_TYPE[kind]
        })
      }
      if (entries.length + directories.length > 2 * FILES_MAX) {
        return yield* new BadArchive({
          code: "too_many_files",
          problem: `it has more than ${FILES_MAX} files`
        })
      }
    }
  }
  const files = selectPluginFiles(entries, "")
  if (Result.isFailure(files)) return yield* files.failure
  for (const directory of directories.slice(1)) yield* makePluginDirectory(join(into, directory))
  // By its own path: the rules for archives take away a top directory that all files share.
  for (const entry of entries) {
    const path = new TextDecoder().decode(entry.rawName)
    yield* writePluginFile(join(into, path), Stream.unwrap(Effect.map(reader.open(join(from, path)), pieces)))
  }
})
