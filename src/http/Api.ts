/** The controller's HTTP API, described apart from what carries it out: clients are derived from this alone. */
import { HttpApi, OpenApi } from "effect/http-api"
import { isJsonObject } from "../json/JsonValue.ts"
import { ChoicesApi } from "./api/routes/choices.ts"
import { DesiredApi } from "./api/routes/desired.ts"
import { OperationsApi } from "./api/routes/operations.ts"
import { PluginsApi } from "./api/routes/plugins.ts"
import { ReconcilerApi } from "./api/routes/reconciler.ts"
import { RunsApi } from "./api/routes/runs.ts"
import { StoreApi } from "./api/routes/store.ts"
import { SystemApi } from "./api/routes/system.ts"

/**
 * The token is needed by the one gate in front of all routes, not by each, and only where one is set: so it is
 * described here once.
 */
const withToken = (document: { readonly [part: string]: unknown }): { readonly [part: string]: unknown } => {
  const { components, paths } = document
  const operations = isJsonObject(paths) ? paths : {}
  const described = Object.entries(operations).map(([path, methods]) => {
    const needed = path === "/healthz" ? [] : [{ bearer: [] }, {}]
    const all = Object.entries(isJsonObject(methods) ? methods : {}).map(([method, operation]) => [
      method,
      { ...(isJsonObject(operation) ? operation : {}), security: needed }
    ])
    return [path, Object.fromEntries(all)]
  })
  const securitySchemes = { bearer: { type: "http", scheme: "bearer" } }
  return {
    ...document,
    paths: Object.fromEntries(described),
    components: { ...(isJsonObject(components) ? components : {}), securitySchemes }
  }
}

/** The controller's HTTP API: every route with its parameters, answers and errors. It carries nothing out. */
export class ControllerApi extends HttpApi.make("ledmatrix-reconciler")
  .add(PluginsApi)
  .add(OperationsApi)
  .add(StoreApi)
  .add(RunsApi)
  .add(ChoicesApi)
  .add(ReconcilerApi)
  .add(DesiredApi)
  .add(SystemApi)
  .annotate(HttpApi.ParseOptions, { errors: "all" })
  .annotateMerge(
    OpenApi.annotations({
      title: "ledmatrix-reconciler",
      transform: withToken,
      description:
        "Keeps the plugins of a LEDMatrix sign in agreement. Under `/api/v3` every answer has LEDMatrix's envelope; elsewhere errors are problem details."
    })
  ) {}
