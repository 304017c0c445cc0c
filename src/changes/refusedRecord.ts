/**
 * Records that are refused. The journal is a file like any other: a program that can write it must not be able to have
 * anything changed or moved but what is a plugin's, least of all by a program that runs as root.
 */
import { Effect, Option, Result } from "effect"
import { changesOf } from "../domain/changes/journalChange.ts"
import { foreignIn, placesOf } from "../domain/changes/foreignChange.ts"
import type { JournalRecord } from "../domain/changes/Journal.ts"
import { Config } from "../services/Config.ts"
import { Disk } from "../services/Disk.ts"
import { inside, Installation, pathOf } from "../services/installation/Installation.ts"

const isIn = (directory: string, path: string): boolean =>
  path === inside(directory, path.slice(path.lastIndexOf("/") + 1))

/**
 * What the record names that it must not, told as the end of a sentence; `None` where it may be carried out, or
 * reversed. `"unknown"` while it cannot be told where plugins lie.
 */
export const refusedRecord = Effect.fn("refusedRecord")(function* (record: JournalRecord) {
  const changes = changesOf(record)
  const outside = yield* outsidePluginsDirectory(changes.flatMap(placesOf))
  if (outside === "unknown") return "unknown"
  return {
    refused: Option.orElse(
      Option.map(outside, (place) => `names ${place}, which lies outside the plugins directory`),
      () => foreignIn(record, changes)
    )
  } as const
})

const outsidePluginsDirectory = Effect.fnUntraced(function* (places: ReadonlyArray<string>) {
  if (places.length === 0) return Option.none<string>()
  const config = yield* (yield* Config).read
  if (Result.isFailure(config)) return "unknown"
  const disk = yield* (yield* Disk).scan(config.success.pluginsDirectory)
  if (Result.isFailure(disk)) return "unknown"
  const { root } = yield* Installation
  return Option.fromUndefinedOr(places.find((place) => !isIn(disk.success.path, pathOf(root, place))))
})
