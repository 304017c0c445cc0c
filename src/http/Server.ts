/** The controller over HTTP. */
import { Effect, Layer } from "effect"
import { HttpRouter, HttpServer, HttpServerResponse } from "effect/http"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { createServer } from "node:http"
import { Controller } from "../controller/Controller.ts"
import { HttpSettings } from "./HttpSettings.ts"

const healthz = HttpRouter.add("GET", "/healthz", HttpServerResponse.jsonUnsafe({ status: "ok" }))

const status = HttpRouter.add(
  "GET",
  "/api/v3/reconciler/status",
  Effect.flatMap(
    Effect.flatMap(Controller, (controller) => controller.status),
    (data) => HttpServerResponse.json({ status: "success", data })
  )
)

const listening = Layer.effectDiscard(
  Effect.flatMap(HttpServer.HttpServer, ({ address }) =>
    Effect.logInfo("listening").pipe(Effect.annotateLogs({ address: `http://${address.toString()}` }))
  )
)

const routes = Layer.mergeAll(healthz, status)

export const HttpLive = Layer.unwrap(
  Effect.map(HttpSettings, ({ host, port }) =>
    HttpRouter.serve(routes, { disableLogger: true, disableListenLog: true }).pipe(
      Layer.merge(listening),
      Layer.provide(NodeHttpServer.layer(createServer, { host, port }))
    )
  )
)
