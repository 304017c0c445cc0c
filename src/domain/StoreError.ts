/** Why the store could not serve a plugin. */
import { Schema } from "effect"
import { FileReason } from "./FileReason.ts"

/** No usable answer from the registry, and no copy of it that proves anything. Time may cure it. */
export class RegistryUnreachable extends Schema.TaggedError<RegistryUnreachable>()("RegistryUnreachable", {
  address: Schema.String,
  problem: Schema.String
}) {
  readonly code = "registry_unreachable"
  readonly transient = true
  override get message(): string {
    return `the registry ${this.address} gave no usable answer: ${this.problem}`
  }
}

/** A fresh registry answered, and has no such plugin. */
export class NotInRegistry extends Schema.TaggedError<NotInRegistry>()("NotInRegistry", {
  plugin: Schema.String
}) {
  readonly code = "not_in_registry"
  readonly transient = false
  override get message(): string {
    return `the registry has no plugin ${this.plugin}`
  }
}

/** The registry may have the plugin, but what it says about it cannot be trusted now: stale, or undecodable. */
export class RegistryUncertain extends Schema.TaggedError<RegistryUncertain>()("RegistryUncertain", {
  plugin: Schema.String,
  problem: Schema.String
}) {
  readonly code = "registry_uncertain"
  readonly transient = true
  override get message(): string {
    return `the registry may have ${this.plugin}: ${this.problem}`
  }
}

/** A download broke off, timed out, or the server said to come back later. */
export class DownloadFailed extends Schema.TaggedError<DownloadFailed>()("DownloadFailed", {
  address: Schema.String,
  problem: Schema.String
}) {
  readonly code = "download_failed"
  readonly transient = true
  override get message(): string {
    return `${this.address}: ${this.problem}`
  }
}

/** Nothing is published where the registry says it is (404 or 410 from every way), or the way is not allowed. */
export class NoSource extends Schema.TaggedError<NoSource>()("NoSource", {
  plugin: Schema.String,
  code: Schema.Literals(["not_published", "address_refused", "no_address"]),
  problem: Schema.String
}) {
  readonly transient = false
  override get message(): string {
    return `${this.plugin} cannot be fetched: ${this.problem}`
  }
}

/** The archive breaks a rule or a limit; nothing of it is kept. `code` says which. */
export class BadArchive extends Schema.TaggedError<BadArchive>()("BadArchive", {
  code: Schema.String,
  problem: Schema.String
}) {
  readonly transient = false
  override get message(): string {
    return `the archive is refused: ${this.problem}`
  }
}

/** What was downloaded is no plugin that LEDMatrix would load, or another plugin than the one asked for. */
export class BadPlugin extends Schema.TaggedError<BadPlugin>()("BadPlugin", {
  code: Schema.Literals(["bad_manifest", "wrong_id", "incompatible"]),
  problem: Schema.String
}) {
  readonly transient = false
  override get message(): string {
    return `the download is refused: ${this.problem}`
  }
}

/** Somebody else, LEDMatrix or another run of ours, is working on this plugin, or just was. */
export class OperationInProgress extends Schema.TaggedError<OperationInProgress>()("OperationInProgress", {
  plugin: Schema.String,
  problem: Schema.String
}) {
  readonly code = "operation_in_progress"
  readonly transient = true
  override get message(): string {
    return `${this.plugin}: ${this.problem}`
  }
}

/** The directory's name is taken by something that is not ours to replace. */
export class NameTaken extends Schema.TaggedError<NameTaken>()("NameTaken", { path: Schema.String }) {
  readonly code = "name_taken"
  readonly transient = false
  override get message(): string {
    return `${this.path}: something else is there`
  }
}

export const StoreReason = Schema.Union([
  RegistryUnreachable,
  NotInRegistry,
  RegistryUncertain,
  DownloadFailed,
  NoSource,
  BadArchive,
  BadPlugin,
  OperationInProgress,
  NameTaken,
  ...FileReason.members
])
export type StoreReason = typeof StoreReason.Type

const CONDEMNING: ReadonlySet<StoreReason["_tag"]> = new Set([
  "NotInRegistry",
  "NoSource",
  "BadArchive",
  "BadPlugin"
])

/** The plugin store could not do what was asked for one plugin. */
export class StoreError extends Schema.TaggedError<StoreError>()("StoreError", {
  plugin: Schema.String,
  reason: StoreReason
}) {
  get transient(): boolean {
    return this.reason.transient
  }
  /** Whether this proves that the plugin cannot be had, as opposed to that this machine cannot place it. */
  get condemns(): boolean {
    return CONDEMNING.has(this.reason._tag)
  }
  override get message(): string {
    return this.reason.message
  }
}
