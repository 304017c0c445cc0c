import { withoutCredentials } from "../../domain/withoutCredentials.ts"

/** What went wrong with a connection, in the words of the innermost error that the HTTP client gives. */
export const networkProblem = (error: { readonly message: string; readonly cause?: unknown }): string => {
  const { cause } = error
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : undefined
  return withoutCredentials(inner ?? (cause instanceof Error ? cause.message : error.message))
}
