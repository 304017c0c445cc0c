/** What may fail without failing what it serves: its error becomes a warning. */
import { Effect } from "effect"

export const orWarn =
  (message: string) =>
  <A, E extends { readonly message: string }, R>(
    work: Effect.Effect<A, E, R>
  ): Effect.Effect<void, never, R> =>
    work.pipe(
      Effect.asVoid,
      Effect.catch((error) => Effect.logWarning(message, { problem: error.message }))
    )
