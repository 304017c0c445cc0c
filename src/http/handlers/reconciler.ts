/** The controller itself: how it stands, what it leaves alone, and what just happened. */
import { Effect } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Controller } from "../../controller/Controller.ts"
import type { Suspension } from "../../domain/Controller.ts"
import { byCodePoint } from "../../domain/plugin/PluginId.ts"
import { eventStream } from "../responses/eventStream.ts"
import { InstalledResponse } from "../responses/plugins/InstalledResponse.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import { ScopeRequest } from "../api/requests.ts"
import { operationHttpError } from "../failures.ts"
import { jsonBody } from "../requestBody.ts"
import { mustBeKnown } from "./mustBeKnown.ts"

const readScope = jsonBody(ScopeRequest)

export const reconcilerHandlers = HttpApiBuilder.group(
  ControllerApi,
  "reconciler",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const installed = yield* InstalledResponse
    const events = yield* eventStream

    const change = (how: (now: Suspension) => Suspension) =>
      controller
        .suspend(how)
        .pipe(
          Effect.mapError(operationHttpError("SYSTEM_ERROR")),
          Effect.map(succeeded),
          Effect.ensuring(installed.forget)
        )

    return handlers
      .handleAll({
        status: () => Effect.map(controller.status, succeeded),
        passes: () => Effect.map(controller.passes, (passes) => succeeded({ passes })),
        events: () => Effect.succeed(events)
      })
      .handleRaw("suspend", ({ request }) =>
        Effect.gen(function* () {
          const { plugin_id: id } = yield* readScope(request)
          if (id !== undefined) yield* mustBeKnown(id)
          return yield* change(id === undefined ? (now) => ({ ...now, everything: true }) : withPlugin(id))
        })
      )
      .handleRaw("resume", ({ request }) =>
        Effect.gen(function* () {
          const { plugin_id: id } = yield* readScope(request)
          return yield* change(
            id === undefined ? (now) => ({ ...now, everything: false }) : withoutPlugin(id)
          )
        })
      )
  })
)

const withPlugin =
  (id: string) =>
  ({ everything, plugins }: Suspension): Suspension => ({
    everything,
    plugins: [...new Set([...plugins, id])].toSorted(byCodePoint)
  })

const withoutPlugin =
  (id: string) =>
  ({ everything, plugins }: Suspension): Suspension => ({
    everything,
    plugins: plugins.filter((other) => other !== id)
  })
