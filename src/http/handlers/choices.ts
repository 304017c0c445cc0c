/** What waits for a decision of a person, and having it done. */
import { Effect, Fiber, Scope } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Controller } from "../../controller/Controller.ts"
import { InstalledResponse } from "../responses/plugins/InstalledResponse.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { ResolveRequest } from "../api/requests.ts"
import { operationFailure } from "../failures.ts"
import { jsonBody } from "../requestBody.ts"
import { Closing } from "../server/Closing.ts"

const readResolve = jsonBody(ResolveRequest)

export const choicesHandlers = HttpApiBuilder.group(
  ControllerApi,
  "choices",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const closing = yield* Closing
    const installed = yield* InstalledResponse
    // Made now, so that it ends after the server: the server waits for requests that wait for it.
    const background = yield* Scope.fork(yield* Effect.scope)

    /** A client that goes away does not take it back half done. */
    const resolve = (target: string, choice: string | undefined) =>
      Effect.forkIn(controller.resolve(target, choice), background).pipe(
        Effect.flatMap(Fiber.join),
        Effect.mapError(operationFailure("SYSTEM_ERROR")),
        closing.whileOpen,
        Effect.ensuring(installed.forget)
      )

    return handlers
      .handleAll({
        open: () => Effect.map(controller.choices, succeeded),
        diff: () => Effect.map(controller.pendingDiff, (diff) => succeeded({ diff }))
      })
      .handleRaw("resolve", ({ request }) =>
        Effect.gen(function* () {
          const { choice, target } = yield* readResolve(request)
          const done = yield* resolve(target, choice ?? undefined)
          return { ...succeeded(done), message: done.message }
        })
      )
  })
)
