/** One GET, body and all: redirects followed by our own rules, time limits, retries where time may help. */
import { Clock, Data, Duration, Effect, Result, Schedule } from "effect"
import { FetchHttpClient, Headers, HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { DownloadFailed } from "../../../domain/errors/StoreError.ts"
import { networkProblem } from "../../network/networkProblem.ts"
import { BodyBroken } from "../../network/readBody.ts"
import { shownAddress } from "../../network/shownAddress.ts"
import { ATTEMPTS_MAX, CONNECT_TIME_MAX, REDIRECTS_MAX, RETRY_AFTER_MAX, RETRY_PAUSE } from "../limits.ts"
import { redirectTarget } from "./addresses.ts"

/** What a request came to, where asking again would come to the same. */
export type HttpGetResult<A> =
  | { readonly _tag: "Found"; readonly value: A }
  | { readonly _tag: "NotModified" }
  /** 404 and 410: it is not there, and the next fetch method may be tried. */
  | { readonly _tag: "Absent" }
  /** Any other status, and a redirect that is not followed. */
  | { readonly _tag: "Refused"; readonly problem: string }

type Response = HttpClientResponse.HttpClientResponse

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** 401 and 403 are how GitHub says "too many requests" to a client without a token. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([401, 403, 408, 425, 429])

/** No answer, or one that another attempt may better. */
class TransientFailure extends Data.TaggedError("TransientFailure")<{
  readonly error: DownloadFailed
  /** How long the server wants to be left alone; zero where it does not say. */
  readonly retryAfter: Duration.Duration
}> {}

const transientFailure = (url: URL, problem: string, retryAfter = Duration.zero): TransientFailure =>
  new TransientFailure({ error: new DownloadFailed({ address: shownAddress(url), problem }), retryAfter })

/** Fetch takes no address that holds user and password: they travel in a header, which is for that server alone. */
const withCredentialsApart = (start: URL) => {
  const address = new URL(start)
  const [user = "", password = ""] = [start.username, start.password].map(percentDecoded)
  address.username = ""
  address.password = ""
  const needs = ({ origin }: URL): boolean => (user !== "" || password !== "") && origin === address.origin
  return {
    address,
    authorized: (url: URL, request: HttpClientRequest.HttpClientRequest) =>
      needs(url) ? HttpClientRequest.basicAuth(request, user, password) : request
  }
}

const percentDecoded = (text: string): string =>
  Result.getOrElse(
    Result.try(() => decodeURIComponent(text)),
    () => text
  )

const getOnce = Effect.fnUntraced(function* <A, E, R>(
  start: URL,
  headers: { readonly [name: string]: string },
  read: (response: Response) => Effect.Effect<A, BodyBroken | E, R>
): Effect.fn.Return<HttpGetResult<A>, TransientFailure | E, R | HttpClient.HttpClient> {
  const client = yield* HttpClient.HttpClient
  const { address, authorized } = withCredentialsApart(start)
  let url = address
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const response = yield* client.execute(authorized(url, HttpClientRequest.get(url, { headers }))).pipe(
      Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
      // A foreign server has no part in our traces, nor has a key in its address.
      Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
      Effect.mapError((error) => transientFailure(url, networkProblem(error))),
      Effect.timeoutOrElse({
        duration: CONNECT_TIME_MAX,
        orElse: () =>
          Effect.fail(transientFailure(url, `no answer within ${Duration.toSeconds(CONNECT_TIME_MAX)} s`))
      })
    )
    const { status } = response
    if (status >= 200 && status < 300) {
      const value = yield* Effect.mapError(read(response), (error) =>
        error instanceof BodyBroken ? transientFailure(url, error.problem) : error
      )
      return { _tag: "Found", value }
    }
    if (!REDIRECTS.has(status)) return yield* withoutBody(url, response)
    const target = redirectTarget(url, response.headers["location"] ?? "")
    if (target === undefined)
      return {
        _tag: "Refused",
        problem: `${shownAddress(url)} redirects to an address that is not followed`
      }
    url = target
  }
  return { _tag: "Refused", problem: `${shownAddress(start)} redirects more than ${REDIRECTS_MAX} times` }
})

/** What an answer means that is neither a success nor a redirect. */
const withoutBody = Effect.fnUntraced(function* (
  url: URL,
  { headers, status }: Response
): Effect.fn.Return<HttpGetResult<never>, TransientFailure> {
  if (status === 304) return { _tag: "NotModified" }
  if (status === 404 || status === 410) return { _tag: "Absent" }
  if (status < 500 && !TRANSIENT_STATUSES.has(status))
    return { _tag: "Refused", problem: `${shownAddress(url)} answered ${status}` }
  const nowMs = yield* Clock.currentTimeMillis
  const retryAfter = Headers.parseRetryAfter(headers["retry-after"] ?? "").pipe(
    Result.map((value) => Headers.retryAfterDelay(value, nowMs)),
    Result.getOrElse(() => Duration.zero)
  )
  return yield* transientFailure(url, `the server answered ${status}`, retryAfter)
})

/** Exponential and jittered, and no sooner than the server asks for. */
const retrySchedule = Schedule.exponential(RETRY_PAUSE).pipe(
  Schedule.jittered,
  Schedule.modifyDelay(({ duration, input }) =>
    Effect.succeed(input instanceof TransientFailure ? Duration.max(duration, input.retryAfter) : duration)
  )
)

/** How a request is made. */
export interface HttpGetOptions<A, E, R> {
  /** What to do with the body; it starts over where an attempt broke off. */
  readonly read: (response: Response) => Effect.Effect<A, BodyBroken | E, R>
  readonly headers?: { readonly [name: string]: string }
  /** 3 where it is not given. */
  readonly attemptsMax?: number
}

/**
 * Makes the request, again where the failure is transient, with growing pauses and as late as `Retry-After` says.
 * Where that is more than 20 seconds, it fails at once: the next run tries again. Limits: 10 s until an answer
 * begins, 5 redirects, from https only to https.
 */
export const httpGet = Effect.fn("httpGet")(
  <A, E, R>(
    url: URL,
    { attemptsMax = ATTEMPTS_MAX, headers = {}, read }: HttpGetOptions<A, E, R>
  ): Effect.Effect<HttpGetResult<A>, DownloadFailed | E, R | HttpClient.HttpClient> =>
    getOnce(url, headers, read).pipe(
      Effect.retry({
        schedule: retrySchedule,
        times: attemptsMax - 1,
        while: (error) =>
          error instanceof TransientFailure && Duration.isLessThanOrEqualTo(error.retryAfter, RETRY_AFTER_MAX)
      }),
      Effect.mapError((error) => (error instanceof TransientFailure ? error.error : error))
    )
)
