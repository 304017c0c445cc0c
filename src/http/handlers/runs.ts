/** What past runs changed, and taking one back. */
import { Effect, Fiber, Scope } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Controller } from "../../controller/Controller.ts"
import { history } from "../../reconcile/look/history.ts"
import { InstalledResponse } from "../responses/plugins/InstalledResponse.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { operationFailure } from "../failures.ts"
import { Closing } from "../server/Closing.ts"

const failed = operationFailure("SYSTEM_ERROR")

export const runsHandlers = HttpApiBuilder.group(
  ControllerApi,
  "runs",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const closing = yield* Closing
    const installed = yield* InstalledResponse
    // Made now, so that it ends after the server: the server waits for requests that wait for an undoing.
    const background = yield* Scope.fork(yield* Effect.scope)

    /** A client that goes away does not take it back half done. */
    const undo = (run: string) =>
      Effect.forkIn(controller.undo(run), background).pipe(
        Effect.flatMap(Fiber.join),
        Effect.mapError(failed),
        closing.whileOpen,
        Effect.ensuring(installed.forget)
      )

    return handlers.handleAll({
      history: () => history().pipe(Effect.mapError(failed), Effect.map(succeeded)),
      undo: ({ params }) =>
        Effect.map(undo(params.run), (undone) => ({ ...succeeded(undone), message: undone.message }))
    })
  })
)
