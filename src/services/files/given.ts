/** How a service takes what its methods need: once, in its layer. */
import { type Context, Effect } from "effect"

/** Functions that need `R`, as functions that need nothing: what they need is `services`. */
export const given =
  <R>(services: Context.Context<R>) =>
  <Inputs extends ReadonlyArray<unknown>, A, E>(
    run: (...inputs: Inputs) => Effect.Effect<A, E, R>
  ): ((...inputs: Inputs) => Effect.Effect<A, E>) =>
  (...inputs) =>
    Effect.provideContext(run(...inputs), services)
