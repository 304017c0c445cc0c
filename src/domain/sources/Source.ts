/**
 * The four places that are compared, and what it means that one of them could not be read. An unreadable
 * source is never an empty one: its reading is a failure value, and the rules that need it do not run.
 */
import { Data, Result } from "effect"
import type { FileUnreadable, Unreadable } from "../errors/FileUnreadable.ts"
import type { Source } from "../schemas.ts"

export type { Source }

/** Why one of the four sources could not be read. */
export class SourceError extends Data.TaggedError("SourceError")<Unreadable & { readonly source: Source }> {
  override get message(): string {
    return `${this.path}: ${this.error}`
  }
}

/** What a source said, or why it could not be asked. */
export type Reading<A> = Result.Result<A, SourceError>

/** The reading of a source that is one file. */
export const readingOf = <A>(source: Source, content: Result.Result<A, FileUnreadable>): Reading<A> =>
  Result.mapError(content, (unreadable) => sourceError(source, unreadable))

/** That file's error, as the source's. */
export const sourceError = (
  source: Source,
  { backup, code, error, owner, path, transient }: FileUnreadable
): SourceError =>
  new SourceError({
    source,
    path,
    code,
    error,
    transient,
    ...(backup === undefined ? {} : { backup }),
    ...(owner === undefined ? {} : { owner })
  })
