/** A command that could not do its work: one line of what is wrong, one of what to do about it. */
import { Data } from "effect"

export class CliFailure extends Data.TaggedError("CliFailure")<{
  /** Stable, for scripts; listed in docs/errors.md. */
  readonly code: string
  readonly message: string
  readonly path: string | undefined
  readonly hint: string | undefined
}> {}

export const cliFailure = (
  code: string,
  message: string,
  more: { readonly path?: string; readonly hint?: string } = {}
): CliFailure => new CliFailure({ code, message, path: more.path, hint: more.hint })

/** The document that stands for a failure with `--json`. */
export const failureDocument = ({ code, hint, message, path }: CliFailure) => ({
  error: {
    code,
    message,
    ...(path === undefined ? {} : { path }),
    ...(hint === undefined ? {} : { hint })
  }
})
