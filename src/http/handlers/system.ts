/** For monitors. */
import { Clock, Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { PrometheusMetrics } from "effect/observability"
import { Controller } from "../../controller/Controller.ts"
import { gaugeStatus } from "../../controller/status/metrics.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import { ControllerApi } from "../Api.ts"
import { METRICS_TYPE } from "../api/routes/system.ts"
import { desiredMetrics } from "../responses/monitoring/desiredMetrics.ts"
import { processMetrics } from "../responses/monitoring/processMetrics.ts"

export const systemHandlers = HttpApiBuilder.group(
  ControllerApi,
  "system",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const store = yield* PluginStore
    const gaugeProcess = yield* processMetrics

    const metrics = Effect.gen(function* () {
      const registry = yield* store.registry
      const fetchedAtMs = registry?.fetched_at == null ? Number.NaN : Date.parse(registry.fetched_at)
      const ageMs = (yield* Clock.currentTimeMillis) - fetchedAtMs
      yield* gaugeStatus(yield* controller.status, {
        ageSeconds: Number.isNaN(ageMs) ? undefined : Math.max(0, ageMs / 1000),
        stale: registry?.stale ?? false
      })
      yield* gaugeProcess
      const text = yield* PrometheusMetrics.format()
      const desired = desiredMetrics(yield* controller.desired, yield* Clock.currentTimeMillis)
      const separated = text === "" || text.endsWith("\n") ? text : `${text}\n`
      return HttpServerResponse.text(separated + desired, { contentType: METRICS_TYPE })
    })

    return handlers.handleAll({
      healthz: () => Effect.succeed({ status: "ok" } as const),
      readyz: () =>
        Effect.flatMap(controller.status, ({ conditions }) => {
          const ready = conditions.some(({ status, type }) => type === "Ready" && status === "true")
          return ready ? Effect.succeed({ ready, conditions }) : Effect.fail({ ready, conditions })
        }),
      metrics: () => metrics
    })
  })
)
