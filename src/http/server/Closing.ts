/** The end of the server: event streams end, and requests that wait for long work get a 503. */
import { Context, Deferred, Effect, Layer } from "effect"
import { complaint, Unavailable } from "../api/envelope.ts"

/** Begins when the server ends, before its connections are cut off. */
export class Closing extends Context.Service<
  Closing,
  {
    readonly begin: Effect.Effect<void>
    /** Returns once the end has begun. */
    readonly begun: Effect.Effect<void>
    /** Waits for the effect until the server closes, then fails. The effect's own work goes on. */
    readonly whileOpen: <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | Unavailable, R>
  }
>()("ledmatrix-reconciler/http/Closing") {
  static readonly layer: Layer.Layer<Closing> = Layer.effect(
    Closing,
    Effect.map(Deferred.make<void>(), (ended) => {
      const begun = Deferred.await(ended)
      const over = new Unavailable(complaint("SERVICE_UNAVAILABLE", "the controller is about to end"))
      return Closing.of({
        begin: Effect.asVoid(Deferred.succeed(ended, undefined)),
        begun,
        whileOpen: (effect) => Effect.raceFirst(effect, Effect.andThen(begun, over))
      })
    })
  )
}
