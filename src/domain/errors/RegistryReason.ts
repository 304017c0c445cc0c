/** What the registry has to do with it that a plugin cannot be had. */
import { Data } from "effect"

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

/** The store does not have the version, or names it and gives another. */
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

/** Why the registry does not lead to a plugin. */
export type RegistryReason = RegistryUnreachable | NotInRegistry | RegistryUncertain | VersionNotOffered
