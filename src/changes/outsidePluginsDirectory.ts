/**
 * Directories that a journalled run says to have moved. The journal is a file like any other: a program that can write
 * it must not be able to have anything moved but plugins, least of all by a program that runs as root.
 */
import { Effect, Option, Result } from "effect"
import { type Change, isDirectoryChange } from "../domain/changes/Change.ts"
import { Config } from "../services/Config.ts"
import { Disk } from "../services/Disk.ts"
import { inside, Installation, pathOf } from "../services/installation/Installation.ts"

const MANIFEST = "/manifest.json"

const placesOf = (change: Change): ReadonlyArray<string> => {
  if (change._tag === "SetByteOrderMark") {
    return change.file.endsWith(MANIFEST) ? [change.file.slice(0, -MANIFEST.length)] : []
  }
  if (!isDirectoryChange(change)) return []
  if (change._tag === "SetAside") return [change.place, change.kept]
  const from = change._tag === "PutBack" ? [change.from] : []
  return [change.place, ...from, ...Option.toArray(change.kept)]
}

const isIn = (directory: string, path: string): boolean =>
  path === inside(directory, path.slice(path.lastIndexOf("/") + 1))

/** The first place that is no name in the plugins directory; `"unknown"` while that cannot be told. */
export const outsidePluginsDirectory = Effect.fn("outsidePluginsDirectory")(function* (
  changes: ReadonlyArray<Change>
) {
  const places = changes.flatMap(placesOf)
  if (places.length === 0) return { outside: Option.none<string>() } as const
  const config = yield* (yield* Config).read
  if (Result.isFailure(config)) return "unknown"
  const disk = yield* (yield* Disk).scan(config.success.pluginsDirectory)
  if (Result.isFailure(disk)) return "unknown"
  const { root } = yield* Installation
  const found = places.find((place) => !isIn(disk.success.path, pathOf(root, place)))
  return { outside: Option.fromUndefinedOr(found) } as const
})
