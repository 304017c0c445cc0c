/** What waits for a decision of a person, and having it done. */
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Controller } from "../../controller/Controller.ts"
import { stepWords } from "../../controller/operations/stepWords.ts"
import { operationDocument } from "../../domain/Operation.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { ResolveRequest } from "../api/requests.ts"
import { jsonBody } from "../requestBody.ts"
import { detached } from "./detached.ts"

const readResolve = jsonBody(ResolveRequest)

export const choicesHandlers = HttpApiBuilder.group(
  ControllerApi,
  "choices",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const toItsEnd = yield* detached

    return handlers
      .handleAll({
        open: () => Effect.map(controller.choices, succeeded),
        diff: () => Effect.map(controller.pendingDiff, (diff) => succeeded({ diff }))
      })
      .handleRaw("resolve", ({ request }) =>
        Effect.gen(function* () {
          const { choice, target } = yield* readResolve(request)
          const resolved = yield* toItsEnd(controller.resolve(target, choice ?? undefined))
          return succeeded(operationDocument(resolved, stepWords), resolved.message)
        })
      )
  })
)
