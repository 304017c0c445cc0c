/** Why work on a file of the installation failed: the reasons that the services' errors share. */
import { Schema } from "effect"

/** A system call failed. Whether time can cure it depends on its code. */
export class FileFailed extends Schema.TaggedError<FileFailed>()("FileFailed", {
  path: Schema.String,
  operation: Schema.String,
  code: Schema.String,
  problem: Schema.String,
  transient: Schema.Boolean
}) {
  override get message(): string {
    return `${this.path}: ${this.problem}`
  }
}

/** Another program rewrote the file each time it was about to be replaced. */
export class KeepsChanging extends Schema.TaggedError<KeepsChanging>()("KeepsChanging", {
  path: Schema.String
}) {
  readonly code = "keeps_changing"
  readonly transient = true
  override get message(): string {
    return `${this.path}: another program keeps rewriting it`
  }
}

/** The new file could not be given the old one's owner; writing it would lock LEDMatrix out. */
export class OwnerNotKept extends Schema.TaggedError<OwnerNotKept>()("OwnerNotKept", {
  path: Schema.String,
  runAs: Schema.String
}) {
  readonly code = "owner_not_kept"
  readonly transient = false
  override get message(): string {
    return `${this.path}: its owner cannot be kept; run this as ${this.runAs}`
  }
}

/** The file does not hold what it should, so it is not written. A writer in the middle of it may finish. */
export class NotParseable extends Schema.TaggedError<NotParseable>()("NotParseable", {
  path: Schema.String,
  problem: Schema.String
}) {
  readonly code = "not_parseable"
  readonly transient = true
  override get message(): string {
    return `${this.path}: ${this.problem}`
  }
}

export const FileReason = Schema.Union([FileFailed, KeepsChanging, OwnerNotKept, NotParseable])
export type FileReason = typeof FileReason.Type
