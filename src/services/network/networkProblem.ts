import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"

/** What went wrong with a connection, in the words of the innermost error that the HTTP client gives. */
export const networkProblem = (error: { readonly message: string; readonly cause?: unknown }): string =>
  withoutCredentials(innermost(error))

const innermost = ({ cause, message }: { readonly message: string; readonly cause?: unknown }): string => {
  if (!(cause instanceof Error)) return message
  // A name with several addresses fails once for each; the whole says nothing.
  const [first] = cause instanceof AggregateError ? cause.errors : []
  const inner = cause.cause instanceof Error ? cause.cause : first
  return inner instanceof Error ? inner.message : cause.message
}
