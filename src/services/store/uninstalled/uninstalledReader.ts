/** Reads which plugins were uninstalled: LEDMatrix's marks, and this program's tombstones of the last five minutes. */
import { Clock, Effect, Equal, Option, Result } from "effect"
import type { DiskView } from "../../../domain/sources/DiskView.ts"
import type { FileUnreadable } from "../../../domain/errors/FileUnreadable.ts"
import type { Uninstalled } from "../../../domain/sources/StoreView.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { ledgerFileReader } from "../../ownFiles/formats/readLedgerFile.ts"
import { jsonFileReader } from "../../files/reading/jsonFileReader.ts"
import { remembered } from "../../files/reading/remembered.ts"
import type { Installation } from "../../installation/Installation.ts"

/** In our directory. */
export const TOMBSTONES = "tombstones.json"

/** How long a tombstone stands, in milliseconds: as long as LEDMatrix's own. */
export const TOMBSTONE_MS = 300_000

const NO_MARKS: ReadonlySet<string> = new Set()
const NO_TOMBSTONES: ReadonlyMap<string, number> = new Map()

const isText = (value: unknown): value is string => typeof value === "string"

/** What `uninstalled_plugins.json` says, parsed; `undefined` where it is no list of texts. */
export const marksOf = (parsed: unknown): ReadonlySet<string> | undefined =>
  Array.isArray(parsed) && parsed.every(isText) ? new Set(parsed) : undefined

/** What `tombstones.json` says, parsed: milliseconds since the epoch by id. `undefined` where it is no such table. */
export const tombstonesOf = (parsed: unknown): ReadonlyMap<string, number> | undefined => {
  if (!isJsonObject(parsed)) return undefined
  const times = new Map<string, number>()
  for (const [id, at] of Object.entries(parsed)) {
    if (typeof at !== "number") return undefined
    times.set(id, at)
  }
  return times
}

/** Makes a reader of marks and tombstones that gives the same object while nothing changes. */
export const uninstalledReader = (
  files: typeof FileReader.Service,
  installation: typeof Installation.Service
) => {
  const readMarks = jsonFileReader(files, {
    path: installation.uninstalledFile,
    shown: "config/uninstalled_plugins.json",
    wrongShape: "it is no list of plugin ids",
    view: marksOf,
    whenMissing: NO_MARKS
  })
  const readTombstones = ledgerFileReader(files, installation, {
    name: TOMBSTONES,
    wrongShape: "it is no table of times",
    view: tombstonesOf,
    whenMissing: NO_TOMBSTONES
  })
  const viewOf = remembered(
    (marks: ReadonlySet<string>, tombstones: ReadonlySet<string>): Uninstalled => ({ marks, tombstones }),
    Equal.equals
  )

  return Effect.fnUntraced(function* (
    disk: DiskView | undefined
  ): Effect.fn.Return<Result.Result<Uninstalled, FileUnreadable>> {
    const marks = yield* readMarks
    if (Result.isFailure(marks)) return Result.fail(marks.failure)
    const times = yield* readTombstones
    if (Result.isFailure(times)) return Result.fail(times.failure)
    const standing = new Set<string>()
    for (const [id, at] of times.success) if (yield* stands(files, id, at, disk)) standing.add(id)
    return Result.succeed(viewOf(marks.success, standing))
  })
}

/** A tombstone ends with time, at a clock that jumped back, and when its plugin's directory is newer. */
const stands = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  id: string,
  at: number,
  disk: DiskView | undefined
) {
  const now = yield* Clock.currentTimeMillis
  if (Math.abs(now - at) > TOMBSTONE_MS) return false
  const directory = disk?.plugins.find((plugin) => plugin.id === id)?.directory
  if (disk === undefined || directory === undefined) return true
  const stat = yield* Effect.orElseSucceed(files.stat(`${disk.path}/${directory}`), Option.none)
  return Option.isNone(stat) || stat.value.modifiedAtMs <= at
})
