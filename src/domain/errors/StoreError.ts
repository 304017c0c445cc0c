/** Why the store could not serve a plugin. */
import { Data } from "effect"
import type { FetchReason } from "./FetchReason.ts"
import type { FileReason } from "./FileReason.ts"
import type { PlaceReason } from "./PlaceReason.ts"
import type { RegistryReason } from "./RegistryReason.ts"

/** Whether the registry alone told it: it is asked again at each run, so nothing of it is kept for later ones. */
export const toldByRegistry = (reason: StoreReason): boolean =>
  reason._tag === "NotInRegistry" || (reason._tag === "BadPlugin" && reason.beforeDownload === true)

/**
 * Why a plugin could not be fetched, put in place or moved, or the registry not be read. Each reason has a
 * `code` and says whether it is `transient`.
 */
export type StoreReason = RegistryReason | FetchReason | PlaceReason | FileReason

const PROVE_UNRECOVERABLE: ReadonlySet<StoreReason["_tag"]> = new Set([
  "NotInRegistry",
  "NoSource",
  "BadArchive",
  "BadPlugin"
])

/** The plugin store could not do what was asked for one plugin. */
export class StoreError extends Data.TaggedError("StoreError")<{
  readonly plugin: string
  readonly reason: StoreReason
  /** The one version that was asked for; absent where any would do. */
  readonly version?: string
}> {
  get transient(): boolean {
    return this.reason.transient
  }
  /** Whether this proves that the plugin cannot be had, as opposed to that this machine cannot place it. */
  get provesUnrecoverable(): boolean {
    return PROVE_UNRECOVERABLE.has(this.reason._tag) && this.ruledOut === undefined
  }
  /** The version that this proves not to be had; `undefined` where it says nothing of one, or as much of all others. */
  get ruledOut(): string | undefined {
    const { reason, version } = this
    if (reason._tag === "VersionNotOffered")
      return reason.delivered === undefined ? undefined : reason.version
    return PROVE_UNRECOVERABLE.has(reason._tag) && !toldByRegistry(reason) ? version : undefined
  }
  override get message(): string {
    return this.reason.message
  }
}
