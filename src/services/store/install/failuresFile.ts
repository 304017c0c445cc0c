/**
 * `data/reconciler/failures.json`: installs that failed for good, with a digest of the registry entries they
 * were tried with. They hold until an entry changes, the plugin is installed, or a forced run.
 */
import { Hash, Result } from "effect"
import { byCodePoint } from "../../../domain/PluginId.ts"
import { candidatesFor, type Registry } from "../../../domain/store/Registry.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parseJson.ts"
import { decodeUtf8 } from "../../files/readDocument.ts"

/** One install that failed for good. The guard is by hand because every check reads the file (docs/dependencies.md). */
export interface RememberedFailure {
  readonly digest: string
  readonly code: string
  readonly message: string
  readonly failed_at: string
}

const isRememberedFailure = (value: unknown): value is RememberedFailure =>
  isJsonObject(value) &&
  ["digest", "code", "message", "failed_at"].every((field) => typeof value[field] === "string")

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
export const digestOf = (registry: Registry, id: string): string => {
  const text = JSON.stringify(candidatesFor(registry, id))
  return `${text.length}-${(Hash.string(text) >>> 0).toString(16)}`
}

/** Ids whose failure still counts, by the registry at hand; without one all do. */
export const unrecoverableIds = (failures: Failures, registry: Registry | undefined): ReadonlySet<string> => {
  const ids = [...failures].flatMap(([id, { digest }]) =>
    registry === undefined || digestOf(registry, id) === digest ? [id] : []
  )
  return new Set(ids)
}
