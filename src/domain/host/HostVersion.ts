/**
 * Pure: what differs from one version of LEDMatrix to another, as one table. Versions of LEDMatrix are compared here
 * and nowhere else, apart from what a plugin says that it needs.
 */
import { Order } from "effect"

/** In what LEDMatrix's versions differ, as far as it matters to this program. */
export interface HostTraits {
  /** LEDMatrix does not know `data/plugin_state.json` any more: there is no saved state. */
  readonly stateRetired: boolean
  /** What an entry without `enabled` means. */
  readonly absentEnabled: boolean
  /** Of two directories with one id LEDMatrix runs a certain one, so that it can be named. */
  readonly duplicatesDecided: boolean
  /** Errors of its API have an `error_category`. */
  readonly errorCategories: boolean
}

/** The oldest LEDMatrix that is known, and one whose version cannot be told. */
const OLDEST: HostTraits = {
  stateRetired: false,
  absentEnabled: true,
  duplicatesDecided: false,
  errorCategories: true
}

/** What each version changed, oldest first. A version takes all rows up to its own. */
const CHANGES: ReadonlyArray<{ readonly since: string; readonly changed: Partial<HostTraits> }> = [
  { since: "3.5.0", changed: { duplicatesDecided: true, errorCategories: false } },
  { since: "3.8.0", changed: { stateRetired: true, absentEnabled: false } }
]

/** The newest LEDMatrix of which this program has been told. */
export const NEWEST_KNOWN: string = "3.8.0"

const RELEASE = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?![\d.])/u

type Release = readonly [major: number, minor: number, patch: number]

/** `v3.8` as 3.8.0; a suffix does not count, as LEDMatrix drops it before it compares. */
const releaseOf = (version: string): Release | undefined => {
  const [, major, minor = "0", patch = "0"] = RELEASE.exec(version.trim()) ?? []
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

const isAtLeast = Order.isGreaterThanOrEqualTo(Order.Tuple([Order.Number, Order.Number, Order.Number]))

const includes = (version: Release, since: string): boolean => {
  const other = releaseOf(since)
  return other !== undefined && isAtLeast(version, other)
}

/** Whether the text can be read as a version of LEDMatrix. */
export const isHostVersion = (text: string): boolean => releaseOf(text) !== undefined

/** What LEDMatrix of that version does; a version that cannot be told is older than all that is named. */
export const hostTraits = (version: string | undefined): HostTraits => {
  const release = version === undefined ? undefined : releaseOf(version)
  if (release === undefined) return OLDEST
  const changes = CHANGES.filter(({ since }) => includes(release, since))
  return changes.reduce((traits, { changed }) => ({ ...traits, ...changed }), OLDEST)
}

/** Whether the version is newer than all that this program knows: it then counts as the newest known. */
export const isNewToUs = (version: string | undefined): boolean => {
  const release = version === undefined ? undefined : releaseOf(version)
  const newest = releaseOf(NEWEST_KNOWN)
  return release !== undefined && newest !== undefined && !isAtLeast(newest, release)
}
