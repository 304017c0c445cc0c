/** The controller over HTTP: the routes behind their gate, on a server of Node's. */
import { Context, Effect, Layer, Scope } from "effect"
import { HttpRouter, HttpServer } from "effect/http"
import { HttpApiBuilder } from "effect/http-api"
import { makeHandler } from "@effect/platform-node/NodeHttpServer"
import { isIP } from "node:net"
import { Manifests } from "../services/disk/scan/Manifests.ts"
import { allowedMethods, routerConfig } from "./responses/errors/allowedMethods.ts"
import { InstalledResponse } from "./responses/plugins/InstalledResponse.ts"
import { ControllerApi } from "./Api.ts"
import { gates } from "./handlers/gates.ts"
import { operationsHandlers } from "./handlers/operations.ts"
import { pluginsHandlers } from "./handlers/plugins.ts"
import { desiredHandlers } from "./handlers/desired.ts"
import { reconcilerHandlers } from "./handlers/reconciler.ts"
import { choicesHandlers } from "./handlers/choices.ts"
import { runsHandlers } from "./handlers/runs.ts"
import { storeHandlers } from "./handlers/store.ts"
import { systemHandlers } from "./handlers/system.ts"
import { HttpLimits, HttpSettings } from "./HttpSettings.ts"
import { dashboardFiles } from "./pages/dashboardFiles.ts"
import { documentPaths, documentRoutes } from "./pages/documentRoutes.ts"
import { pageRoutes } from "./pages/pageRoutes.ts"
import { gatekeeper } from "./security/guard.ts"
import { Closing } from "./server/Closing.ts"
import { nodeServer } from "./server/nodeServer.ts"
import { Host } from "../services/installation/Host.ts"
import { httpApp } from "./server/httpApp.ts"

const handlers = Layer.mergeAll(
  pluginsHandlers,
  operationsHandlers,
  storeHandlers,
  runsHandlers,
  choicesHandlers,
  reconcilerHandlers,
  desiredHandlers,
  systemHandlers
).pipe(Layer.provideMerge(gates), Layer.provide(InstalledResponse.layer), Layer.provide(Manifests.layer))

const api = HttpApiBuilder.layer(ControllerApi).pipe(
  Layer.provide(handlers),
  Layer.provide(HttpServer.layerServices)
)

const shownHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)

const serve = Effect.gen(function* () {
  const { host, port } = yield* HttpSettings
  const limits = yield* HttpLimits
  const closing = yield* Closing
  const files = yield* dashboardFiles
  const gate = yield* gatekeeper(new Set(["/healthz", ...files.keys()]))
  const routes = yield* Effect.provideService(
    HttpRouter.toHttpEffect(Layer.mergeAll(api, documentRoutes, pageRoutes(files))),
    HttpRouter.RouterConfig,
    routerConfig
  )
  const allowed = allowedMethods([...documentPaths, ...files.keys()])
  const app = httpApp({ routes, gate, allowed, host: (yield* Host).read }, limits)
  // Ends after the server, which waits a while for requests that are under way.
  const requests = yield* Scope.fork(yield* Effect.scope, "parallel")
  const listener = yield* makeHandler(app, { scope: requests })
  const bound = yield* nodeServer(listener, { host, port }, limits)
  yield* Effect.addFinalizer(() => closing.begin)
  const address = `http://${shownHost(host)}:${bound}`
  yield* Effect.logInfo("listening").pipe(Effect.annotateLogs({ address }))
  return Listening.of({ address })
})

/** The server, for as long as the layer lives. */
export class Listening extends Context.Service<Listening, { readonly address: string }>()(
  "ledmatrix-reconciler/http/Listening"
) {}

/** Serves the API, the dashboard and the documents while the layer lives. Fails with `ListenFailed`. */
export const HttpLive = Layer.effect(Listening, serve).pipe(Layer.provide(Closing.layer))
