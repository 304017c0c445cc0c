/** What past runs changed, and taking one back. */
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Controller } from "../../controller/Controller.ts"
import { history } from "../../reconcile/look/history.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { operationHttpError } from "../failures.ts"
import { detached } from "./detached.ts"

export const runsHandlers = HttpApiBuilder.group(
  ControllerApi,
  "runs",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const toItsEnd = yield* detached

    return handlers.handleAll({
      history: () =>
        history().pipe(
          Effect.mapError(operationHttpError("SYSTEM_ERROR")),
          Effect.map((past) => succeeded(past))
        ),
      undo: ({ params }) =>
        Effect.map(toItsEnd(controller.undo(params.run)), (undone) => succeeded(undone, undone.message))
    })
  })
)
