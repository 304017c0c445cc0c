/**
 * Copies that our own operations set aside, so that they can be undone: in the plugins directory, because
 * only a rename within one file system is atomic, under a name that LEDMatrix looks past.
 */
import { Clock, Effect } from "effect"
import { join } from "node:path/posix"
import { FileWriter } from "../../../ports/Files.ts"
import { KEPT_PREFIX, STAGING_PREFIX } from "../../store/limits.ts"
import { holdsOnlyCopies } from "./onlyCopies.ts"

/** Of one plugin. */
const KEPT_MAX = 2
const KEPT_MS = 7 * 24 * 60 * 60 * 1000

/** `.ledmatrix-reconciler.standalone-backup-kept.<run>.<directory>`: run ids sort by time. */
export const keptName = (runId: string, directory: string): string => `${KEPT_PREFIX}${runId}.${directory}`

/** Of what a run had put in place and took out again: swept like any other staging that was left. */
export const discardedName = (runId: string, directory: string): string =>
  `${STAGING_PREFIX}${runId}.${directory}`

/** The directory of which `name` is a kept copy. Run ids hold no dot. */
const directoryOf = (name: string): string => name.slice(name.indexOf(".", KEPT_PREFIX.length) + 1)

/** When the run began that kept a copy, by its id (`20261124T013105-…`, UTC). */
const keptAtMs = (name: string): number => {
  const [, y, mo, d, h, mi, s] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)\d*-/u.exec(name.slice(KEPT_PREFIX.length)) ?? []
  return y === undefined
    ? Number.NaN
    : Date.UTC(+y, Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s))
}

/**
 * `names` is what stands in the plugins directory. Removes of each plugin's copies all but the newest two, and those older than seven days, but for one that holds the
 * only copy of a local file. What cannot be removed stays.
 */
export const sweepKept = Effect.fn("sweepKept")(function* (plugins: string, names: ReadonlyArray<string>) {
  const kept = names.filter((name) => name.startsWith(KEPT_PREFIX))
  for (const copies of Map.groupBy(kept.toSorted().toReversed(), directoryOf).values()) {
    yield* sweepCopies(plugins, copies)
  }
})

/** The copies of one plugin, the newest first. */
const sweepCopies = Effect.fnUntraced(function* (plugins: string, copies: ReadonlyArray<string>) {
  const now = yield* Clock.currentTimeMillis
  const staying: Array<string> = []
  for (const [at, name] of copies.entries()) {
    const isNeeded =
      (at < KEPT_MAX && !(now - keptAtMs(name) > KEPT_MS)) ||
      (yield* holdsOnlyCopies(plugins, name, directoryOf(name), staying))
    if (isNeeded) staying.push(name)
    else yield* remove(plugins, name)
  }
})

const remove = Effect.fnUntraced(function* (plugins: string, name: string) {
  const writer = yield* FileWriter
  // Removed under another name: what a crash leaves of it must never be taken for a whole copy.
  const gone = join(plugins, `${STAGING_PREFIX}gone.${name.slice(KEPT_PREFIX.length)}`)
  yield* writer
    .rename(join(plugins, name), gone)
    .pipe(
      Effect.andThen(writer.syncDirectory(plugins)),
      Effect.andThen(writer.removeTree(gone)),
      Effect.ignore
    )
})
