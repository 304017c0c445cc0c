/**
 * Directories that a journalled run says to have moved. The journal is a file like any other: whoever can write
 * it must not be able to have anything moved but plugins, least of all by a program that runs as root.
 */
import { Effect, Result } from "effect"
import type { JournalRecord } from "../domain/changes/Journal.ts"
import { Config } from "../services/Config.ts"
import { Disk } from "../services/Disk.ts"
import { inside, Installation, pathOf } from "../services/Installation.ts"

const placesOf = ({ changes }: JournalRecord): ReadonlyArray<string> =>
  changes.flatMap(({ directory, file }) =>
    directory === undefined
      ? []
      : [file, directory.from, directory.kept].filter((place) => place !== undefined)
  )

const isIn = (directory: string, path: string): boolean =>
  path === inside(directory, path.slice(path.lastIndexOf("/") + 1))

/** The first place that is no name in the plugins directory; `"unknown"` while that cannot be told. */
export const strayPlace = Effect.fn("strayPlace")(function* (record: JournalRecord) {
  const places = placesOf(record)
  if (places.length === 0) return { stray: undefined } as const
  const config = yield* (yield* Config).read
  if (Result.isFailure(config)) return "unknown"
  const disk = yield* (yield* Disk).scan(config.success.pluginsDirectory)
  if (Result.isFailure(disk)) return "unknown"
  const { root } = yield* Installation
  return { stray: places.find((place) => !isIn(disk.success.path, pathOf(root, place))) } as const
})
