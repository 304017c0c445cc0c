/** The desired state. */
import { Duration, Effect, Schema } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Controller } from "../../controller/Controller.ts"
import { tileOf } from "../../domain/fleet/SignTile.ts"
import { Signs } from "../../services/fleet/Signs.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { PauseRequest } from "../api/requests.ts"
import { operationHttpError } from "../failures.ts"
import { jsonBody } from "../requestBody.ts"

const readPause = jsonBody(PauseRequest)
const readNothing = jsonBody(Schema.Struct({}))

export const desiredHandlers = HttpApiBuilder.group(
  ControllerApi,
  "desired",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const failed = Effect.mapError(operationHttpError("SYSTEM_ERROR"))
    const signs = yield* Signs
    return handlers
      .handle("signs", () =>
        Effect.map(signs ?? Effect.succeed(undefined), (known) =>
          succeeded({ signs: known?.signs.map(tileOf) ?? null, problem: known?.problem ?? null })
        )
      )
      .handle("standing", () => Effect.map(controller.desired, succeeded))
      .handleRaw("pause", ({ request }) =>
        Effect.gen(function* () {
          const { for_seconds: seconds } = yield* readPause(request)
          const lasting = seconds === undefined ? undefined : Duration.seconds(seconds)
          return succeeded(yield* failed(controller.pauseDesired(lasting)))
        })
      )
      .handleRaw("resume", ({ request }) =>
        Effect.gen(function* () {
          yield* readNothing(request)
          return succeeded(yield* failed(controller.resumeDesired))
        })
      )
  })
)
