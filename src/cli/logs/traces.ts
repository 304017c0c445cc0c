/** Whether spans are wanted, as OpenTelemetry's own environment variables say; without them there are none. */
import type { Environment } from "../../node/Environment.ts"
import { Effect } from "effect"
import type { CliFailure } from "../run/CliFailure.ts"

const ENDPOINTS = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"]

const isGiven = (value: string | undefined): boolean => value !== undefined && value.trim() !== ""

export const tracesWanted = (env: Environment): boolean =>
  ENDPOINTS.some((name) => isGiven(env[name])) &&
  env["OTEL_SDK_DISABLED"]?.trim().toLowerCase() !== "true" &&
  env["OTEL_TRACES_EXPORTER"]?.trim().toLowerCase() !== "none"

/** Sends the spans of `effect` to the collector that the environment names. What that costs is loaded only then. */
export const withTraces =
  (env: Environment, version: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | CliFailure, R> =>
    tracesWanted(env)
      ? Effect.flatMap(
          Effect.promise(() => import("./otlpTraces.ts")),
          ({ otlpTraces }) => Effect.provide(effect, otlpTraces(env, version))
        )
      : Effect.withTracerEnabled(effect, false)
