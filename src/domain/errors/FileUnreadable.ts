import { Data } from "effect"

/** Why a file says nothing. */
export interface Unreadable {
  /** Relative to the root where it lies inside. */
  readonly path: string
  readonly code: string
  /** What is wrong, in words that follow the path. */
  readonly error: string
  readonly transient: boolean
  /** The newest copy of the file that can be read, relative to the root. */
  readonly backup?: string
  /** Whose it is, where this program may not read it. */
  readonly owner?: string
}

/** A file could not be read, or does not hold what it should. */
export class FileUnreadable extends Data.TaggedError("FileUnreadable")<Unreadable> {
  override get message(): string {
    return `${this.path}: ${this.error}`
  }
}
