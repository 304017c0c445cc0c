import { Data } from "effect"

/**
 * A file could not be read, or does not hold what it should. `path` is relative to the root where it lies
 * inside; `error` says what is wrong in words that follow the path.
 */
export class FileUnreadable extends Data.TaggedError("FileUnreadable")<{
  readonly path: string
  readonly code: string
  readonly error: string
  readonly transient: boolean
  /** The newest copy of the file that can be read, relative to the root. */
  readonly backup?: string
  /** Whose it is, where this program may not read it. */
  readonly owner?: string
}> {
  override get message(): string {
    return `${this.path}: ${this.error}`
  }
}
