/** The three requests that are made of LEDMatrix's web service. Nothing secret is sent but its own token, and no answer is trusted. */
import { Effect, Metric, type Redacted } from "effect"
import { type HttpClient, HttpClientRequest } from "effect/http"
import { LedmatrixFailed } from "../../domain/errors/LedmatrixError.ts"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"
import { type LedmatrixResponse, sendRequest } from "./sendRequest.ts"
import { plainText } from "./foreignText.ts"
import { type ManagerList, managerList } from "./managerList.ts"
import { INSTALLED_TIME_MAX, RESTART_TIME_MAX, TOGGLE_TIME_MAX } from "./limits.ts"

const requests = Metric.counter("ledmatrix_reconciler_ledmatrix_requests_total", {
  description: "Requests to LEDMatrix by what was asked and how it went",
  incremental: true
})

type RequestName = "installed" | "toggle" | "restart"

const count = (request: RequestName, result: "answered" | "failed", by: number): Effect.Effect<void> =>
  Metric.update(Metric.withAttributes(requests, { request, result }), by)

const counted =
  (request: RequestName) =>
  <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    self.pipe(
      Effect.tap(() => count(request, "answered", 1)),
      Effect.tapError(() => count(request, "failed", 1))
    )

/** Every series is there from the beginning, at zero. */
export const startCounting = Effect.forEach(
  ["installed", "toggle", "restart"] as const,
  (request) => Effect.andThen(count(request, "answered", 0), count(request, "failed", 0)),
  { discard: true }
)

/** LEDMatrix's list of plugins. */
export interface ManagerAnswer extends ManagerList {
  /** The answer as it came: the same text, the same plugins. */
  readonly text: string
}

/** The three requests. */
export interface LedmatrixApi {
  /** As errors name it. */
  readonly installedAddress: string
  readonly toggleAddress: string
  /** What its plugin manager has discovered and loaded. To ask also makes it discover. */
  readonly installed: Effect.Effect<ManagerAnswer, LedmatrixFailed, HttpClient.HttpClient>
  /** False where it does not know the plugin: it has not discovered it, or there is none. */
  readonly toggle: (
    plugin: string,
    enabled: boolean
  ) => Effect.Effect<boolean, LedmatrixFailed, HttpClient.HttpClient>
  /** Ends when the display has been started anew; the sign is dark meanwhile. */
  readonly restartDisplay: Effect.Effect<void, LedmatrixFailed, HttpClient.HttpClient>
}

/** The requests to the LEDMatrix whose web service is at `base`, without `/api/v3`; with a token where it wants one. */
export const ledmatrixApi = (base: string, token?: Redacted.Redacted): LedmatrixApi => {
  const authorized = (request: HttpClientRequest.HttpClientRequest) =>
    token === undefined ? request : HttpClientRequest.bearerToken(request, token)
  const at = (path: string): URL => new URL(`api/v3/${path}`, base.endsWith("/") ? base : `${base}/`)
  const installedUrl = at("plugins/installed")
  const toggleUrl = at("plugins/toggle")
  const actionUrl = at("system/action")

  const installed = Effect.gen(function* () {
    const request = authorized(HttpClientRequest.acceptJson(HttpClientRequest.get(installedUrl)))
    const answer = yield* sendRequest(installedUrl, request, INSTALLED_TIME_MAX)
    if (!answer.succeeded) return yield* refused(installedUrl, answer)
    const list = managerList(answer.document, withoutCredentials(installedUrl.href))
    if (list !== undefined) return { ...list, text: answer.text } satisfies ManagerAnswer
    return yield* new LedmatrixFailed({
      code: "not_ledmatrix",
      address: withoutCredentials(installedUrl.href),
      problem: "its answer is no list of plugins"
    })
  }).pipe(counted("installed"), Effect.withSpan("ledmatrix.installed"))

  const toggle = Effect.fn("ledmatrix.toggle")(function* (plugin: string, enabled: boolean) {
    const request = HttpClientRequest.post(toggleUrl).pipe(
      HttpClientRequest.acceptJson,
      HttpClientRequest.bodyJsonUnsafe({ plugin_id: plugin, enabled }),
      authorized
    )
    const answer = yield* sendRequest(toggleUrl, request, TOGGLE_TIME_MAX)
    if (answer.succeeded) return true
    // Its router answers a route that it does not have in the same form.
    if (answer.status === 404 && answer.document["error_code"] !== "NOT_FOUND") return false
    return yield* refused(toggleUrl, answer)
  }, counted("toggle"))

  const restartDisplay = Effect.gen(function* () {
    const request = HttpClientRequest.post(actionUrl).pipe(
      HttpClientRequest.acceptJson,
      HttpClientRequest.bodyJsonUnsafe({ action: "restart_display_service" }),
      authorized
    )
    const answer = yield* sendRequest(actionUrl, request, RESTART_TIME_MAX)
    if (!answer.succeeded) return yield* refused(actionUrl, answer)
  }).pipe(counted("restart"), Effect.withSpan("ledmatrix.restart"))

  return {
    installedAddress: withoutCredentials(installedUrl.href),
    toggleAddress: withoutCredentials(toggleUrl.href),
    installed,
    toggle,
    restartDisplay
  }
}

const refused = (url: URL, { document, status }: LedmatrixResponse): LedmatrixFailed => {
  const { message } = document
  const why = typeof message === "string" && message !== "" ? `: ${plainText(message)}` : ""
  return new LedmatrixFailed({
    code: "ledmatrix_refused",
    address: withoutCredentials(url.href),
    problem: `LEDMatrix answered ${status}${why}`
  })
}
