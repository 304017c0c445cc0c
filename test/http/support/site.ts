/** A controller on an installation in memory, served on a free local port, and requests just as they are written. */
import { Effect, Layer, Metric, References, Schedule } from "effect"
import { type OutgoingHttpHeaders, request } from "node:http"
import { Controller } from "../../../src/controller/Controller.ts"
import { HttpLimits, HttpSettings, type Limits } from "../../../src/http/HttpSettings.ts"
import { HttpLive, Listening } from "../../../src/http/Server.ts"
import { Suspensions } from "../../../src/services/ownFiles/Suspensions.ts"
import { StoreSettings } from "../../../src/services/store/StoreSettings.ts"
import { MemoryWatcher } from "../../../src/testing/MemoryWatcher.ts"
import { type Described, installation } from "../../support/reconciling.ts"

export interface SiteOptions {
  readonly settings?: Partial<typeof HttpSettings.Service>
  readonly limits?: Partial<Limits>
}

/** Waits for nothing that a test would have to wait for. */
const LIMITS: Limits = {
  bodyBytesMax: 1024 * 1024,
  connectionsMax: 64,
  addressConnectionsMax: 16,
  headMs: 10_000,
  requestMs: 10_000,
  idleMs: 5000,
  stalledMs: 10_000,
  beatMs: 5000,
  drainMs: 200
}

export const httpSettings: typeof HttpSettings.Service = {
  host: "127.0.0.1",
  port: 0,
  token: undefined,
  allowOrigins: [],
  allowHosts: [],
  version: "0.0.0",
  dashboard: "/nowhere",
  documents: "/nowhere"
}

export const site = (described: Described = {}, options: SiteOptions = {}) =>
  HttpLive.pipe(
    Layer.provideMerge(Controller.layer({ ...Controller.defaults, version: "0.0.0" })),
    Layer.provideMerge(Suspensions.layer),
    Layer.provideMerge(installation(described)),
    Layer.provideMerge(MemoryWatcher.layer),
    Layer.provide(Layer.succeed(HttpSettings, { ...httpSettings, ...options.settings })),
    Layer.provide(Layer.succeed(HttpLimits, { ...LIMITS, ...options.limits })),
    Layer.provide(Layer.succeed(References.MinimumLogLevel, "None")),
    Layer.provide(Layer.succeed(Metric.MetricRegistry, new Map()))
  )

/** The registry's copy, as an earlier run left it. */
export const registryCopy = (plugins: ReadonlyArray<unknown>): { readonly [path: string]: string } => ({
  "data/reconciler/registry.json": JSON.stringify({
    address: StoreSettings.defaults.registry,
    fetched_at: Date.now(),
    body: { plugins }
  })
})

export interface Answer {
  readonly status: number
  readonly headers: { readonly [name: string]: string | ReadonlyArray<string> | undefined }
  readonly text: string
}

export interface Asking {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  /** Several parts are sent without a length. */
  readonly body?: string | ReadonlyArray<string>
}

export const askAt = (
  address: string,
  path: string,
  { body, headers = {}, method = "GET" }: Asking = {}
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address)
    const length = typeof body === "string" ? { "content-length": Buffer.byteLength(body) } : {}
    const asked = request(
      { hostname, port, path, method, agent: false, headers: { ...length, ...headers } },
      (response) => {
        let text = ""
        response.setEncoding("utf8")
        response.on("data", (chunk: string) => (text += chunk))
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
        )
        response.on("error", reject)
      }
    )
    asked.on("error", reject)
    for (const part of typeof body === "string" ? [body] : (body ?? [])) asked.write(part)
    asked.end()
  })

export const ask = (path: string, asking: Asking = {}) =>
  Effect.flatMap(Listening, ({ address }) => Effect.promise(() => askAt(address, path, asking)))

/** A document of any shape, as tests look into it. */
// oxlint-disable-next-line typescript/no-explicit-any -- what a test expects to be there is what it asserts
export type Loose = any

export const jsonOf = ({ text }: Answer): Loose => JSON.parse(text)

export const get = (path: string, headers: OutgoingHttpHeaders = {}) =>
  Effect.map(ask(path, { headers }), (answer) => ({ ...answer, json: jsonOf(answer) }))

export const post = (path: string, body?: unknown, headers: OutgoingHttpHeaders = {}) =>
  Effect.map(
    ask(path, {
      method: "POST",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) })
    }),
    (answer) => ({ ...answer, json: jsonOf(answer) })
  )

/** Asks again until it is as it should be, or for too long. */
export const eventually = <A, E, R>(effect: Effect.Effect<A, E, R>, is: (value: A) => boolean) =>
  effect.pipe(
    Effect.filterOrFail(is, (value) => value),
    Effect.retry(Schedule.spaced("20 millis").pipe(Schedule.upTo({ times: 400 })))
  )
