/**
 * The four places that are compared, and what it means that one of them could not be read. An unreadable
 * source is never an empty one: its reading is a failure value, and the rules that need it do not run.
 */
import { Data, type Result, Schema } from "effect"

export const Source = Schema.Literals(["config", "disk", "manager", "state"])
export type Source = typeof Source.Type

/** Why a source could not be read. `path` is relative to the root where it lies inside. */
export class SourceError extends Data.TaggedError("SourceError")<{
  readonly source: Source
  readonly path: string
  readonly code: string
  readonly error: string
  readonly transient: boolean
}> {
  override get message(): string {
    return `${this.path}: ${this.error}`
  }
}

/** What a source said, or why it could not be asked. */
export type Reading<A> = Result.Result<A, SourceError>
