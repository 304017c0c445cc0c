/** Live layers are of one directory each: none takes a service that was made for another. */
import { Effect, Layer } from "effect"

/**
 * The layer, made anew for each layer that this gives, with all that it is made of, and once for all places where that one stands. In a
 * program that has a live layer already, Effect would hand out that one's services, which are of another directory, or of
 * another policy.
 */
export const madeAnew = <A, E, R>(layer: Layer.Layer<A, E, R>): Layer.Layer<A, E, R> =>
  Layer.effectContext(
    Effect.flatMap(Effect.scope, (scope) => Layer.buildWithScope(Layer.fresh(layer), scope))
  )
