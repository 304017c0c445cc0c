/** Errors of the services that change files: each a wrapper around the reason, which knows whether time can cure it. */
import { Data } from "effect"
import type { FileReason } from "./FileReason.ts"
import type { Failure } from "../findings/Outcome.ts"

/** `config/config.json` could not be changed. */
export class ConfigError extends Data.TaggedError("ConfigError")<{ readonly reason: FileReason }> {
  get transient(): boolean {
    return this.reason.transient
  }
  override get message(): string {
    return this.reason.message
  }
}

/** `data/plugin_state.json` could not be changed. */
export class StateError extends Data.TaggedError("StateError")<{ readonly reason: FileReason }> {
  get transient(): boolean {
    return this.reason.transient
  }
  override get message(): string {
    return this.reason.message
  }
}

/** Our own records under `data/reconciler/` could not be changed. */
export class LedgerError extends Data.TaggedError("LedgerError")<{ readonly reason: FileReason }> {
  get transient(): boolean {
    return this.reason.transient
  }
  override get message(): string {
    return this.reason.message
  }
}

/** An error as a report tells it. */
export const failureOf = (error: {
  readonly transient: boolean
  readonly reason: { readonly code: string }
  readonly message: string
}): Failure => ({
  kind: error.transient ? "transient" : "permanent",
  code: error.reason.code,
  message: error.message
})
