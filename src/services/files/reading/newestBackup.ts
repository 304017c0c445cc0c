/** The newest backup of a file that can be read: LEDMatrix keeps some beside its settings and below `backups`. */
import { Effect, Option } from "effect"
import { basename, dirname, join } from "node:path/posix"
import type { FileContent, FileReader } from "../../../ports/Files.ts"

/** LEDMatrix keeps five, and one beside the file. */
const TRIED_MAX = 12

export interface Backup {
  /** Relative to the file's own directory. */
  readonly name: string
  /** When it was made: as its name says, else as the file system does. */
  readonly madeAtMs: number
}

/** LEDMatrix's own spelling, in local time: `20260408_091302`, from 3.5.0 with microseconds behind it. */
const TIME = /\.(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)/u

const timeInName = (name: string): number | undefined => {
  const parts = TIME.exec(name)?.slice(1).map(Number)
  if (parts === undefined) return undefined
  const [year = 0, month = 1, day, hour, minute, second] = parts
  return new Date(year, month - 1, day, hour, minute, second).getTime()
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
        found.push({ name: place + name, madeAtMs: timeInName(name) ?? stat.value.modifiedAtMs })
    }
  }
  // Names of one second differ behind it.
  const newest = found.toSorted((a, b) => b.madeAtMs - a.madeAtMs || (a.name < b.name ? 1 : -1))
  for (const backup of newest.slice(0, TRIED_MAX)) {
    const content = yield* Effect.option(files.read(join(directory, backup.name), { bytesMax }))
    if (Option.isSome(content) && isGood(content.value)) return Option.some(backup)
  }
  return Option.none()
})
