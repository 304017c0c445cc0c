/** The registry with what is known of its age. */
import type { Registry } from "./Registry.ts"

export interface RegistryCopy {
  readonly registry: Registry
  /** Served although the last attempt to refresh it failed. It may prove presence, never absence. */
  readonly stale: boolean
  readonly fetchedAtMs: number
}
