/** Why work on a file of the installation failed: the reasons that the services' errors share. */
import { Data } from "effect"

/** A system call failed. Whether time can cure it depends on its code. */
export class FileFailed extends Data.TaggedError("FileFailed")<{
  readonly path: string
  readonly operation: string
  readonly code: string
  readonly problem: string
  readonly transient: boolean
  /** Whose it is, where this program may not use it. */
  readonly owner?: string
}> {
  override get message(): string {
    return `${this.path}: ${this.problem}`
  }
}

/** Another program rewrote the file each time it was about to be replaced. */
export class KeepsChanging extends Data.TaggedError("KeepsChanging")<{
  readonly path: string
}> {
  readonly code = "keeps_changing"
  readonly transient = true
  override get message(): string {
    return `${this.path}: another program keeps rewriting it`
  }
}

/** The new file could not be given the old one's owner; writing it would lock LEDMatrix out. */
export class OwnerNotKept extends Data.TaggedError("OwnerNotKept")<{
  readonly path: string
  readonly runAs: string
}> {
  readonly code = "owner_not_kept"
  readonly transient = false
  override get message(): string {
    return `${this.path}: it belongs to ${this.runAs}, and only ${this.runAs} can write it so that this stays so`
  }
}

/** The file does not hold what it should, so it is not written. A writer in the middle of it may finish. */
export class NotParseable extends Data.TaggedError("NotParseable")<{
  readonly path: string
  readonly problem: string
}> {
  readonly code = "not_parseable"
  readonly transient = true
  override get message(): string {
    return `${this.path}: ${this.problem}`
  }
}

/** Why a file could not be changed. Each reason has a `code` and says whether it is `transient`. */
export type FileReason = FileFailed | KeepsChanging | OwnerNotKept | NotParseable
