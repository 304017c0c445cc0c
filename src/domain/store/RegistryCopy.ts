/** The registry with what is known of its age. */
import type { Registry } from "./Registry.ts"

/** A registry and its age. */
export interface RegistryCopy {
  readonly registry: Registry
  /** Served although the last attempt to refresh it failed. It may prove presence, never absence. */
  readonly stale: boolean
  /** Milliseconds since the epoch; of a local file, when it was last changed. */
  readonly fetchedAtMs: number
}

/** The registry's copy on this machine, as the API and the command line show it. */
export interface RegistryState {
  readonly address: string
  /** ISO 8601, UTC; null where there is no copy yet. Of a local file, when it was last changed. */
  readonly fetched_at: string | null
  /** Older than 15 minutes, or the last attempt to refresh it failed. */
  readonly stale: boolean
  readonly entries: number
  /** What is wrong with entries that could not be read. */
  readonly skipped: ReadonlyArray<string>
  /** The last attempt, where it failed. */
  readonly last_failure: { readonly at: string; readonly problem: string } | null
  /** Until when the process whose request failed makes no other; another process asks at once. */
  readonly backing_off_until: string | null
}
