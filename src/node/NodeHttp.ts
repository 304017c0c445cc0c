/** Requests by Node's own HTTP client, which knows proxies; `fetch` knows them only where the whole process is set so. */
import { Effect, Layer } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { layerNodeHttpOptions } from "@effect/platform-node/NodeHttpClient"
import { IsPrivateHost } from "../ports/PrivateHost.ts"
import type { Environment } from "./Environment.ts"
import { judgeHost } from "./network/privateHost.ts"

const PROXIES = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"]
const EXCEPTIONS = ["no_proxy", "NO_PROXY"]

/** Curl, git and Python take an address without a scheme; Node would not heed it. */
const withScheme = (address: string): string =>
  address === "" || /^[a-z][a-z0-9+.-]*:\/\//iu.test(address) ? address : `http://${address}`

const proxiesIn = (env: Environment) =>
  Object.fromEntries(
    [...PROXIES, ...EXCEPTIONS].flatMap((name) => {
      const value = env[name]?.trim()
      if (value === undefined) return []
      return [[name, EXCEPTIONS.includes(name) ? value : withScheme(value)]]
    })
  )

/** GitHub's API refuses requests that do not say who asks. */
const named = HttpClient.mapRequest(HttpClientRequest.setHeader("user-agent", "ledmatrix-reconciler"))

const through = (env: Environment): Layer.Layer<HttpClient.HttpClient> =>
  Layer.merge(
    Layer.effect(HttpClient.HttpClient, Effect.map(HttpClient.HttpClient, named)).pipe(
      Layer.provide(layerNodeHttpOptions({ proxyEnv: proxiesIn(env) }))
    ),
    Layer.sync(IsPrivateHost, () => judgeHost())
  )

/**
 * `HttpClient` for registry and downloads: through the proxy that `http_proxy` or `https_proxy` names, in either case,
 * but for hosts in `no_proxy`. It follows no redirect, and gives bodies as they were sent. Node before 24.5 knows no
 * proxies.
 */
export const NodeHttp: {
  /** With the proxies of this process's environment. */
  readonly layer: Layer.Layer<HttpClient.HttpClient>
  /** With those of another environment. */
  readonly through: (env: Environment) => Layer.Layer<HttpClient.HttpClient>
} = { layer: Layer.suspend(() => through(process.env)), through }
