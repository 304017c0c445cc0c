/** Why the store could not serve a plugin. */
import { Data, type Duration } from "effect"
import type { FileReason } from "./FileReason.ts"

/** No usable answer from the registry, and no copy of it that proves anything. Time may cure it. */
export class RegistryUnreachable extends Data.TaggedError("RegistryUnreachable")<{
  readonly address: string
  readonly problem: string
}> {
  readonly code = "registry_unreachable"
  readonly transient = true
  override get message(): string {
    return `the registry ${this.address} gave no usable answer: ${this.problem}`
  }
}

/** A fresh registry answered, and has no such plugin. */
export class NotInRegistry extends Data.TaggedError("NotInRegistry")<{
  readonly plugin: string
  /** Its address. */
  readonly registry?: string
}> {
  readonly code = "not_in_registry"
  readonly transient = false
  override get message(): string {
    return `the registry${this.registry === undefined ? "" : ` ${this.registry}`} has no plugin ${this.plugin}`
  }
}

/** The registry may have the plugin, but what it says about it cannot be trusted now: stale, or undecodable. */
export class RegistryUncertain extends Data.TaggedError("RegistryUncertain")<{
  readonly plugin: string
  readonly problem: string
}> {
  readonly code = "registry_uncertain"
  readonly transient = true
  override get message(): string {
    return `the registry may have ${this.plugin}: ${this.problem}`
  }
}

/** A download broke off, timed out, or the server said to come back later. */
export class DownloadFailed extends Data.TaggedError("DownloadFailed")<{
  readonly address: string
  readonly problem: string
  /** How long the server wants to be left alone, where it says so. */
  readonly retryAfter?: Duration.Duration
}> {
  readonly code = "download_failed"
  readonly transient = true
  override get message(): string {
    return `${this.address}: ${this.problem}`
  }
}

/** Nothing is published where the registry says it is (404 or 410 from every way), or the way is not allowed. */
export class NoSource extends Data.TaggedError("NoSource")<{
  readonly plugin: string
  readonly code: "not_published" | "address_refused" | "no_address"
  readonly problem: string
}> {
  readonly transient = false
  override get message(): string {
    return `${this.plugin} cannot be fetched: ${this.problem}`
  }
}

const ofWhere = (from: string | undefined): string => (from === undefined ? "" : ` from ${from}`)

/** The archive breaks a rule or a limit; nothing of it is kept. `code` says which. */
export class BadArchive extends Data.TaggedError("BadArchive")<{
  readonly code: string
  readonly problem: string
  /** Where it was fetched. */
  readonly from?: string
}> {
  readonly transient = false
  override get message(): string {
    return `the archive${ofWhere(this.from)} is refused: ${this.problem}`
  }
}

/** What was downloaded is no plugin that LEDMatrix would load, or another plugin than the one asked for. */
export class BadPlugin extends Data.TaggedError("BadPlugin")<{
  readonly code: "bad_manifest" | "wrong_id" | "incompatible"
  readonly problem: string
  /** The id that it has, where that is not the one asked for. */
  readonly foundId?: string
  /** The registry told it, so that trying again costs no download. */
  readonly beforeDownload?: true
  /** Where it was fetched. */
  readonly from?: string
}> {
  readonly transient = false
  override get message(): string {
    return `the download${ofWhere(this.from)} is refused: ${this.problem}`
  }
}

/** Whether the registry alone told it: it is asked again at each run, so nothing of it is kept for later ones. */
export const toldByRegistry = (reason: StoreReason): boolean =>
  reason._tag === "NotInRegistry" || (reason._tag === "BadPlugin" && reason.beforeDownload === true)

/** Somebody else, LEDMatrix or another run of ours, is working on this plugin, or just was. */
export class OperationInProgress extends Data.TaggedError("OperationInProgress")<{
  readonly plugin: string
  readonly problem: string
}> {
  readonly code = "operation_in_progress"
  readonly transient = true
  override get message(): string {
    return `${this.plugin}: ${this.problem}`
  }
}

/** The plugin is being downloaded, and the run does not wait for it any longer. */
export class DownloadUnderWay extends Data.TaggedError("DownloadUnderWay")<{
  readonly plugin: string
  readonly problem: string
}> {
  readonly code = "download_under_way"
  readonly transient = true
  override get message(): string {
    return `${this.plugin}: ${this.problem}`
  }
}

/** The directory's name is taken by something that is not ours to replace. */
export class NameTaken extends Data.TaggedError("NameTaken")<{
  readonly path: string
}> {
  readonly code = "name_taken"
  readonly transient = false
  override get message(): string {
    return `${this.path}: something else is there`
  }
}

/** A file that the plugin keeps beside its code could not be copied into the new release: the installed one stays. */
export class NotCarriedOver extends Data.TaggedError("NotCarriedOver")<{
  /** Relative to the plugin's directory. */
  readonly path: string
  readonly problem: string
  readonly transient: boolean
}> {
  readonly code = "not_carried_over"
  override get message(): string {
    return `its file ${this.path} could not be carried over into the new version (${this.problem}); the installed version stays`
  }
}

/** The store names the version, or may have it, and what it gives is another. */
export class VersionNotOffered extends Data.TaggedError("VersionNotOffered")<{
  readonly plugin: string
  readonly version: string
  /** The version that it gave; absent where it gave none. */
  readonly delivered?: string
}> {
  readonly code = "version_not_offered"
  readonly transient = false
  override get message(): string {
    const instead = this.delivered === undefined ? "" : `; it delivers ${this.delivered}`
    return `the store does not offer version ${this.version} of ${this.plugin}${instead}`
  }
}

/** The installed directory is not replaced, because it is its owner's own work, or another program's. */
export class NotReplaced extends Data.TaggedError("NotReplaced")<{
  readonly code: "symlinked_plugin" | "local_changes" | "bundled" | "local_only"
  readonly problem: string
}> {
  readonly transient = false
  override get message(): string {
    return `it is not replaced: ${this.problem}`
  }
}

/**
 * Why a plugin could not be fetched, put in place or moved, or the registry not be read. Each reason has a
 * `code` and says whether it is `transient`.
 */
export type StoreReason =
  | RegistryUnreachable
  | NotInRegistry
  | RegistryUncertain
  | DownloadFailed
  | NoSource
  | BadArchive
  | BadPlugin
  | OperationInProgress
  | DownloadUnderWay
  | NameTaken
  | NotCarriedOver
  | VersionNotOffered
  | NotReplaced
  | FileReason

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
