/** One GET, body and all: redirects followed by our own rules, time limits, retries where time may help. */
import { Clock, Data, Duration, Effect, Result, Schedule, Scope } from "effect"
import { Headers, HttpClient, type HttpClientRequest, type HttpClientResponse } from "effect/http"
import { DownloadFailed } from "../../../domain/errors/FetchReason.ts"
import { withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { IsPrivateHost } from "../../../ports/PrivateHost.ts"
import { waitingFor } from "../../../ports/Waits.ts"
import { credentialsApart } from "../../network/credentialsApart.ts"
import { networkProblem } from "../../network/networkProblem.ts"
import { BodyBroken, BodyTooSlow } from "../../network/readBody.ts"
import { isTransientStatus } from "../../network/transientStatus.ts"
import { ATTEMPTS_MAX, CONNECT_TIME_MAX, REDIRECTS_MAX, RETRY_AFTER_MAX, RETRY_PAUSE } from "../limits.ts"
import { redirectTarget } from "./addresses.ts"

/** What a request came to, where asking again would come to the same. */
export type HttpGetResult<A> =
  | { readonly _tag: "Found"; readonly value: A }
  | { readonly _tag: "NotModified" }
  /** 404 and 410: it is not there, and the next fetch method may be tried. */
  | { readonly _tag: "Absent" }
  /** Any other status. */
  | { readonly _tag: "Refused"; readonly problem: string }
  /** It redirects to where nothing is followed, or too often. */
  | { readonly _tag: "Misled"; readonly problem: string }

type ClientResponse = HttpClientResponse.HttpClientResponse

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** How GitHub says "too many requests" to a client without a token. */
const OF_GITHUB: ReadonlySet<number> = new Set([401, 403])

/** No answer, or one that another attempt may better. */
class TransientFailure extends Data.TaggedError("TransientFailure")<{
  readonly error: DownloadFailed
  /** How long the server wants to be left alone; zero where it does not say. */
  readonly retryAfter: Duration.Duration
}> {}

const transientFailure = (url: URL, problem: string, retryAfter = Duration.zero): TransientFailure =>
  new TransientFailure({
    error: new DownloadFailed({
      address: withoutCredentials(url.href),
      problem,
      ...(Duration.isZero(retryAfter) ? {} : { retryAfter })
    }),
    retryAfter
  })

type GetEffect<A, E, R> = Effect.Effect<
  HttpGetResult<A>,
  TransientFailure | DownloadFailed | E,
  R | HttpClient.HttpClient
>

/** What is asked first, with the headers of each request, and what to do with the body. */
interface GetOptions<A, E, R> {
  readonly start: URL
  readonly headers: { readonly [name: string]: string }
  readonly read: (response: ClientResponse) => Effect.Effect<A, BodyBroken | BodyTooSlow | E, R>
}

/** With the attempt end its connections, since of a redirect no body is read. */
const getOnce = <A, E, R>(asking: GetOptions<A, E, R>): GetEffect<A, E, R> =>
  Effect.acquireUseRelease(Scope.make(), (scope) => followed(asking, scope), Scope.close)

const followed = Effect.fnUntraced(function* <A, E, R>(
  { headers, read, start }: GetOptions<A, E, R>,
  scope: Scope.Scope
): Effect.fn.Return<HttpGetResult<A>, TransientFailure | DownloadFailed | E, R | HttpClient.HttpClient> {
  const { address, get } = credentialsApart(start)
  let url = address
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const response = yield* answerAt(url, get(url, headers), scope)
    const { status } = response
    if (status >= 200 && status < 300) {
      const value = yield* Effect.mapError(read(response), (error) => ofBody(url, error))
      return { _tag: "Found", value }
    }
    if (!REDIRECTS.has(status)) return yield* withoutBody(url, response)
    const target = redirectTarget(url, response.headers["location"] ?? "")
    if (target === undefined || (yield* leadsInside(url, target)))
      return {
        _tag: "Misled",
        problem: `${withoutCredentials(url.href)} redirects to an address that is not followed`
      }
    url = target
  }
  return {
    _tag: "Misled",
    problem: `${withoutCredentials(start.href)} redirects more than ${REDIRECTS_MAX} times`
  }
})

const ofBody = <E>(url: URL, error: E | BodyBroken | BodyTooSlow) => {
  if (error instanceof BodyBroken) return transientFailure(url, error.problem)
  // Once more would take as long.
  if (error instanceof BodyTooSlow)
    return new DownloadFailed({ address: withoutCredentials(url.href), problem: error.problem })
  return error
}

const answerAt = Effect.fnUntraced(function* (
  url: URL,
  request: HttpClientRequest.HttpClientRequest,
  scope: Scope.Scope
) {
  const client = HttpClient.withScope(yield* HttpClient.HttpClient)
  return yield* client.execute(request).pipe(
    Effect.provideService(Scope.Scope, scope),
    // A foreign server has no part in our traces, nor has a key in its address.
    Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
    Effect.mapError((error) => transientFailure(url, networkProblem(error))),
    Effect.timeoutOrElse({
      duration: CONNECT_TIME_MAX,
      orElse: () =>
        Effect.fail(transientFailure(url, `no answer within ${Duration.toSeconds(CONNECT_TIME_MAX)} s`))
    })
  )
})

/** A server out in the open must not choose what of this network is asked. */
const leadsInside = Effect.fnUntraced(function* (from: URL, to: URL) {
  if (from.protocol !== "https:") return false
  const isPrivate = yield* IsPrivateHost
  return !(yield* isPrivate(from.hostname)) && (yield* isPrivate(to.hostname))
})

/** What an answer means that is neither a success nor a redirect. */
const withoutBody = Effect.fnUntraced(function* (
  url: URL,
  { headers, status }: ClientResponse
): Effect.fn.Return<HttpGetResult<never>, TransientFailure> {
  if (status === 304) return { _tag: "NotModified" }
  if (status === 404 || status === 410) return { _tag: "Absent" }
  if (!isTransientStatus(status) && !OF_GITHUB.has(status))
    return { _tag: "Refused", problem: `${withoutCredentials(url.href)} answered ${status}` }
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
  readonly read: (response: ClientResponse) => Effect.Effect<A, BodyBroken | BodyTooSlow | E, R>
  readonly headers?: { readonly [name: string]: string }
  /** 3 where it is not given. */
  readonly attemptsMax?: number
}

/**
 * Makes the request, again where the failure is transient, with growing pauses and as late as `Retry-After` says.
 * Where that is more than 20 seconds, it fails at once: the next run tries again. Limits: 10 s until an answer
 * begins, 5 redirects, from https only to https, and from a public host to no private one.
 */
export const httpGet = Effect.fn("httpGet")(
  <A, E, R>(
    start: URL,
    { attemptsMax = ATTEMPTS_MAX, headers = {}, read }: HttpGetOptions<A, E, R>
  ): Effect.Effect<HttpGetResult<A>, DownloadFailed | E, R | HttpClient.HttpClient> =>
    getOnce({ start, headers, read }).pipe(
      Effect.retry({
        schedule: retrySchedule,
        times: attemptsMax - 1,
        while: (error) =>
          error instanceof TransientFailure && Duration.isLessThanOrEqualTo(error.retryAfter, RETRY_AFTER_MAX)
      }),
      Effect.mapError((error) => (error instanceof TransientFailure ? error.error : error)),
      waitingFor(`an answer from ${withoutCredentials(start.href)}`)
    )
)
