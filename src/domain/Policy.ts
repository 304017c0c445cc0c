import { Schema } from "effect"
import { SYSTEM_KEYS } from "./host/systemKeys.ts"

/** Who is right about `enabled`. See docs/decisions for the three answers. */
export const Authority = Schema.Literals(["latest", "state", "config"])
export type Authority = typeof Authority.Type

/** What a policy says: the rules read it, and nothing changes it during the run. */
export interface PolicyValues {
  readonly authority: Authority
  readonly systemKeys: ReadonlySet<string>
  /** Set a directory with a broken manifest aside and reinstall it; rebuild an unparseable state file. */
  readonly replaceBroken: boolean
  /** Whether a plugin can be fetched at all: false without a store, or offline with a remote registry. */
  readonly storeAvailable: boolean
}

/**
 * The later change of `enabled` counts, LEDMatrix's own system keys, nothing broken is replaced, and plugins
 * can be fetched.
 */
export const defaultPolicy: PolicyValues = {
  authority: "latest",
  systemKeys: SYSTEM_KEYS,
  replaceBroken: false,
  storeAvailable: true
}
