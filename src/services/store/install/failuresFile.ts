/**
 * `data/reconciler/failures.json`: installs that failed for good, with a digest of the registry entries they
 * were tried with. They hold until an entry changes, the plugin is installed, or a forced run; and at most a day, then
 * two, four, a week, for what is wrong may be mended where no entry tells of it.
 */
import { Duration, Hash, Result } from "effect"
import { isoTimeMs } from "../../../domain/text/isoTime.ts"
import { byCodePoint } from "../../../domain/plugin/PluginId.ts"
import type { InstallFailure } from "../../../domain/store/InstallFailure.ts"
import { candidatesFor, type Registry } from "../../../domain/store/Registry.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { decodeUtf8 } from "../../files/reading/jsonFileReader.ts"

/** In our directory. */
export const FAILURES = "failures.json"

/** One install that failed for good. The guard is by hand because every check reads the file (docs/dependencies.md). */
export interface RememberedFailure {
  readonly digest: string
  readonly code: string
  readonly message: string
  readonly failed_at: string
  /** How often in a row, once where it is not said. */
  readonly times?: number
  /** The id of what was downloaded, where that is another plugin. */
  readonly found_id?: string
  /** The version that a desired state wanted, where only that one cannot be had. */
  readonly version?: string
}

const isRememberedFailure = (value: unknown): value is RememberedFailure =>
  isJsonObject(value) &&
  ["digest", "code", "message", "failed_at"].every((field) => typeof value[field] === "string") &&
  isAbsentOr("number", value["times"]) &&
  isAbsentOr("string", value["found_id"]) &&
  isAbsentOr("string", value["version"])

const isAbsentOr = (type: "number" | "string", value: unknown): boolean =>
  value === undefined || typeof value === type

/** By plugin id. */
export type Failures = ReadonlyMap<string, RememberedFailure>

/** A file that is not there says this. */
export const NO_FAILURES: Failures = new Map()

/** What the parsed file says; `undefined` where it is none of ours. A broken entry costs only itself. */
export const failuresOf = (parsed: unknown): Failures | undefined => {
  if (!isJsonObject(parsed)) return undefined
  const failures = new Map<string, RememberedFailure>()
  for (const [id, value] of Object.entries(parsed)) {
    if (isRememberedFailure(value)) failures.set(id, value)
  }
  return failures
}

/** What the bytes of the file say; nothing where they cannot be read. */
export const readFailures = (bytes: Uint8Array | undefined): Failures => {
  const text = bytes && decodeUtf8(bytes)
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(text))
  return failuresOf(parsed) ?? NO_FAILURES
}

/** The text of the file, sorted by id in code points. */
export const printFailures = (failures: Failures): string =>
  `${JSON.stringify(Object.fromEntries([...failures].toSorted(([a], [b]) => byCodePoint(a, b))), undefined, 1)}\n`

/** Of everything the registry says about the plugin: another digest means that another try may do. */
export const candidatesDigest = (registry: Registry, id: string): string => {
  const text = JSON.stringify(candidatesFor(registry, id))
  return `${text.length}-${(Hash.string(text) >>> 0).toString(16)}`
}

/** How long a failure holds that came once, twice, three times, more often. */
const HOLDS = [Duration.days(1), Duration.days(2), Duration.days(4)] as const
const LONGEST_HOLD = Duration.days(7)

const holdMs = ({ times = 1 }: RememberedFailure): number =>
  Duration.toMillis(HOLDS[Math.max(1, times) - 1] ?? LONGEST_HOLD)

/** The failure that follows `before`, which counts where it is one of the same registry entries and the same version. */
export const followedBy = (
  before: RememberedFailure | undefined,
  failure: Omit<RememberedFailure, "times">
): RememberedFailure => {
  const { digest, times = 1, version } = before ?? { digest: undefined, times: 0 }
  return { ...failure, times: digest === failure.digest && version === failure.version ? times + 1 : 1 }
}

/**
 * Until when each failure holds, in milliseconds since the epoch. One of other registry entries than those of the
 * `registry` at hand has ended with them, and so has one whose time cannot be read.
 */
export const installFailures = (
  failures: Failures,
  registry: Registry | undefined
): ReadonlyMap<string, InstallFailure> =>
  new Map(
    [...failures].map(([id, failure]) => {
      const { code, found_id: foundId, message, version } = failure
      const failedAtMs = isoTimeMs(failure.failed_at) ?? 0
      const holds = registry === undefined || candidatesDigest(registry, id) === failure.digest
      const heldUntilMs = holds ? failedAtMs + holdMs(failure) : failedAtMs
      const found = holds && foundId !== undefined ? { foundId } : {}
      const only = version === undefined ? {} : { version }
      return [id, { code, message, failedAtMs, heldUntilMs, ...found, ...only }]
    })
  )
