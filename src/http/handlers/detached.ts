/** Work that a client which goes away must not leave half done: it goes on to its end, whether that is waited for or not. */
import { Effect, Fiber, Scope } from "effect"
import type { OperationError } from "../../operations/operationProblem.ts"
import { operationHttpError } from "../failures.ts"
import { InstalledResponse } from "../responses/plugins/InstalledResponse.ts"
import { Closing } from "../server/Closing.ts"

/** The way to run such work. */
export const detached = Effect.gen(function* () {
  const closing = yield* Closing
  const installed = yield* InstalledResponse
  // Made now, so that it ends after the server: the server waits for requests that wait for this work.
  const background = yield* Scope.fork(yield* Effect.scope)
  return <A>(work: Effect.Effect<A, OperationError>) =>
    Effect.forkIn(work, background).pipe(
      Effect.flatMap(Fiber.join),
      Effect.mapError(operationHttpError("SYSTEM_ERROR")),
      closing.whileOpen,
      Effect.ensuring(installed.forget)
    )
})
