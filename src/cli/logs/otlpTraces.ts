/** Spans over OTLP, by Effect's own exporter, set up by OpenTelemetry's environment variables. */
import type { Environment } from "../../node/Environment.ts"
import { Cause, ConfigProvider, Layer } from "effect"
import { FetchHttpClient, HttpClient, HttpMiddleware } from "effect/http"
import { OtlpSerialization, OtlpTracer } from "effect/observability"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import { PROGRAM } from "../arguments/commandTable.ts"

const PROTOCOLS = {
  "http/json": OtlpSerialization.layerJson,
  "http/protobuf": OtlpSerialization.layerProtobuf
} as const

const isProtocol = (word: string): word is keyof typeof PROTOCOLS => Object.hasOwn(PROTOCOLS, word)

/** An empty variable is none; of attributes that are named twice the last stands. */
const completed = (env: Environment, version: string): Record<string, string> => {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith("OTEL_") && value !== undefined && value.trim() !== "" ? [[name, value]] : []
    )
  )
  const own = `service.name=${PROGRAM},service.version=${encodeURIComponent(version)}`
  const attributes = given["OTEL_RESOURCE_ATTRIBUTES"]
  return {
    OTEL_TRACES_EXPORTER: "otlp",
    ...given,
    OTEL_RESOURCE_ATTRIBUTES: attributes === undefined ? own : `${own},${attributes}`
  }
}

/**
 * Requests of ours carry no trace and are none: others have no part in it, and addresses may hold a key. What
 * monitors ask for every few seconds is not worth a span.
 */
const quiet = Layer.mergeAll(
  Layer.succeed(HttpClient.TracerPropagationEnabled, false),
  Layer.succeed(HttpClient.TracerDisabledWhen, () => true),
  HttpMiddleware.layerTracerDisabledForUrls(["/healthz", "/readyz", "/metrics"])
)

/** `Expected a valid URL string\n  at ["OTEL_…"]`: which variable, and why. */
const invalid = (defect: unknown): CliFailure => {
  const text = defect instanceof Error ? defect.message : String(defect)
  const [, problem = text, variable = "OTEL_*"] = /^\w+\((.*)\n\s+at \["(\w+)"\]/su.exec(text) ?? []
  return cliFailure("invalid_value", `${variable}: ${problem}`)
}

export const otlpTraces = (env: Environment, version: string): Layer.Layer<never, CliFailure> => {
  const given = completed(env, version)
  const variable = ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"].find(
    (name) => given[name] !== undefined
  )
  const protocol = variable === undefined ? "http/json" : (given[variable] ?? "").trim()
  if (!isProtocol(protocol)) {
    const words = Object.keys(PROTOCOLS).join(" or ")
    return Layer.effectDiscard(
      cliFailure("invalid_value", `${variable}: ${JSON.stringify(protocol)} is not valid: it takes ${words}`)
    )
  }
  return OtlpTracer.layerFromConfig().pipe(
    Layer.provide([PROTOCOLS[protocol], FetchHttpClient.layer]),
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromEnv({ env: given }))),
    Layer.catchCause((cause) => Layer.effectDiscard(invalid(Cause.squash(cause)))),
    Layer.merge(quiet)
  )
}
