/** The newest backup of a file that can be read: LEDMatrix keeps some beside its settings and below `backups`. */
import { Effect, Option } from "effect"
import { basename, dirname, join } from "node:path/posix"
import type { FileContent, FileReader } from "../../ports/Files.ts"

/** LEDMatrix keeps five, and one beside the file. */
const TRIED_MAX = 12

export interface Backup {
  /** Relative to the file's own directory. */
  readonly name: string
  readonly modifiedAtMs: number
}

/** `isGood` says whether a backup holds what the file should. */
export const newestBackup = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  path: string,
  bytesMax: number,
  isGood: (content: FileContent) => boolean
): Effect.fn.Return<Option.Option<Backup>> {
  const directory = dirname(path)
  const prefix = `${basename(path)}.backup`
  const found: Array<Backup> = []
  for (const place of ["", "backups/"]) {
    const listed = yield* Effect.orElseSucceed(files.list(join(directory, place)), () => [])
    for (const name of listed.filter((listedName) => listedName.startsWith(prefix))) {
      const stat = yield* Effect.orElseSucceed(files.stat(join(directory, place, name)), Option.none)
      if (Option.isSome(stat) && stat.value.kind === "file")
        found.push({ name: place + name, modifiedAtMs: stat.value.modifiedAtMs })
    }
  }
  // The time is the content's: LEDMatrix copies it with the file. Names of one second differ in a number.
  const newest = found.toSorted((a, b) => b.modifiedAtMs - a.modifiedAtMs || (a.name < b.name ? 1 : -1))
  for (const backup of newest.slice(0, TRIED_MAX)) {
    const content = yield* Effect.option(files.read(join(directory, backup.name), { bytesMax }))
    if (Option.isSome(content) && isGood(content.value)) return Option.some(backup)
  }
  return Option.none()
})
