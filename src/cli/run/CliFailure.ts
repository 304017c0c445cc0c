/** A command that could not do its work: one line of what is wrong, one of what to do about it. */
import { Data } from "effect"
import { type OwnCommand, withOwnCommands } from "../view/text/ownCommand.ts"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"

export class CliFailure extends Data.TaggedError("CliFailure")<{
  /** Stable, for scripts; listed in docs/errors.md. */
  readonly code: string
  readonly message: string
  readonly path: string | undefined
  readonly hint: string | undefined
}> {}

/** What was typed may be an address with a key in it. */
export const cliFailure = (
  code: string,
  message: string,
  more: { readonly path?: string; readonly hint?: string } = {}
): CliFailure =>
  new CliFailure({
    code,
    message: withoutCredentials(message),
    path: more.path,
    hint: more.hint
  })

/** A hint with the commands in it as they are to be typed. */
export const withCommands = (failure: CliFailure, command: OwnCommand): CliFailure =>
  failure.hint === undefined
    ? failure
    : new CliFailure({ ...fieldsOf(failure), hint: withOwnCommands(failure.hint, command) })

const fieldsOf = ({ code, message, path }: CliFailure) => ({ code, message, path })

/** The document that stands for a failure with `--json`. */
export const failureDocument = ({ code, hint, message, path }: CliFailure) => ({
  error: {
    code,
    message,
    ...(path === undefined ? {} : { path }),
    ...(hint === undefined ? {} : { hint })
  }
})
