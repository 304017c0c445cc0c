/** For monitors. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { ProblemGate } from "../Gate.ts"
import { Condition } from "../named.ts"

/** The media type of Prometheus' text format. */
export const METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

const Readiness = Schema.Struct({ ready: Schema.Boolean, conditions: Schema.Array(Condition) })

/** `/healthz`, `/readyz` and `/metrics`, for monitors. */
export class SystemApi extends HttpApiGroup.make("system")
  .add(
    HttpApiEndpoint.get("healthz", "/healthz", {
      success: Schema.Struct({ status: Schema.Literal("ok") })
    }).annotate(OpenApi.Summary, "Whether the process is alive; needs no token"),
    HttpApiEndpoint.get("readyz", "/readyz", {
      success: Readiness,
      error: Readiness.annotate({ identifier: "NotReady" }).pipe(HttpApiSchema.status(503))
    }).annotate(OpenApi.Summary, "Whether it keeps the installation right"),
    HttpApiEndpoint.get("metrics", "/metrics", {
      success: Schema.String.pipe(HttpApiSchema.asText({ contentType: METRICS_TYPE }))
    }).annotate(OpenApi.Summary, "Metrics in Prometheus' text format")
  )
  .middleware(ProblemGate) {}
