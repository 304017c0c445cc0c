/** One GET, body and all: manual redirects, time limits, and failures that know whether time can cure them. */
import { Clock, Data, Duration, Effect, Option, Random } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { DownloadFailed } from "../../../domain/errors/StoreError.ts"
import { networkProblem } from "../../network/networkProblem.ts"
import { shownAddress } from "../../network/shownAddress.ts"
import { redirectTarget } from "./addresses.ts"
import { ATTEMPTS_MAX, CONNECT_TIME_MAX, REDIRECTS_MAX, RETRY_AFTER_MAX, RETRY_PAUSE } from "../limits.ts"
import { BodyBroken } from "../../network/readBody.ts"

export type HttpGetResult<A> =
  | { readonly _tag: "Found"; readonly value: A }
  | { readonly _tag: "NotModified" }
  /** 404 and 410: it is not there, and the next way may be tried. */
  | { readonly _tag: "Absent" }
  /** Any other answer that asking again will not change. */
  | { readonly _tag: "Refused"; readonly problem: string }

type Response = HttpClientResponse.HttpClientResponse

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** 401 and 403 are how GitHub says "too many requests" to somebody without a token. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([401, 403, 408, 425, 429])

/** No answer, or one that another attempt may better. */
class TransientFailure extends Data.TaggedError("TransientFailure")<{
  readonly error: DownloadFailed
  readonly retryAfter: Option.Option<Duration.Duration>
}> {}

const transientFailure = (
  url: URL,
  problem: string,
  retryAfter: Option.Option<Duration.Duration> = Option.none()
): TransientFailure =>
  new TransientFailure({ error: new DownloadFailed({ address: shownAddress(url), problem }), retryAfter })

/** Seconds, or a date. */
const retryAfterOf = (header: string | undefined, nowMs: number): Option.Option<Duration.Duration> => {
  if (header === undefined) return Option.none()
  if (/^\d{1,6}$/u.test(header)) return Option.some(Duration.seconds(Number(header)))
  const at = Date.parse(header)
  return Number.isNaN(at) ? Option.none() : Option.some(Duration.millis(Math.max(0, at - nowMs)))
}

const getOnce = Effect.fnUntraced(function* <A, E, R>(
  start: URL,
  headers: { readonly [name: string]: string },
  read: (response: Response) => Effect.Effect<A, BodyBroken | E, R>
): Effect.fn.Return<HttpGetResult<A>, TransientFailure | E, R | HttpClient.HttpClient> {
  const client = yield* HttpClient.HttpClient
  let url = start
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const response = yield* client.execute(HttpClientRequest.get(url, { headers })).pipe(
      Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
      // A foreign server has no part in our traces.
      Effect.provideService(HttpClient.TracerPropagationEnabled, false),
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
    if (!REDIRECTS.has(status)) return yield* classify(url, response, yield* Clock.currentTimeMillis)
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

const classify = (
  url: URL,
  { headers, status }: Response,
  nowMs: number
): Effect.Effect<HttpGetResult<never>, TransientFailure> => {
  if (status === 304) return Effect.succeed({ _tag: "NotModified" })
  if (status === 404 || status === 410) return Effect.succeed({ _tag: "Absent" })
  return status >= 500 || TRANSIENT_STATUSES.has(status)
    ? Effect.fail(
        transientFailure(url, `the server answered ${status}`, retryAfterOf(headers["retry-after"], nowMs))
      )
    : Effect.succeed({ _tag: "Refused", problem: `${shownAddress(url)} answered ${status}` })
}

/** Exponential and jittered, and no sooner than the server asks for. */
const pauseBefore = (attempt: number, retryAfter: Option.Option<Duration.Duration>) =>
  Effect.flatMap(Random.nextBetween(0.8, 1.2), (jitter) =>
    Effect.sleep(
      Duration.max(
        Duration.times(RETRY_PAUSE, 2 ** (attempt - 2) * jitter),
        Option.getOrElse(retryAfter, () => Duration.zero)
      )
    )
  )

const tooLong = (retryAfter: Option.Option<Duration.Duration>): boolean =>
  Option.isSome(retryAfter) && Duration.isGreaterThan(retryAfter.value, RETRY_AFTER_MAX)

export interface HttpGetOptions<A, E, R> {
  /** What to do with the body; it starts over where an attempt broke off. */
  readonly read: (response: Response) => Effect.Effect<A, BodyBroken | E, R>
  readonly headers?: { readonly [name: string]: string }
  readonly attemptsMax?: number
}

/** Asks again while time may cure it and the server does not ask for more patience than a run has. */
export const httpGet = Effect.fn("httpGet")(function* <A, E, R>(
  url: URL,
  { attemptsMax = ATTEMPTS_MAX, headers = {}, read }: HttpGetOptions<A, E, R>
): Effect.fn.Return<HttpGetResult<A>, DownloadFailed | E, R | HttpClient.HttpClient> {
  for (let attempt = 1; ; attempt++) {
    const tried = yield* getOnce(url, headers, read).pipe(
      Effect.catchIf(
        (error): error is TransientFailure => error instanceof TransientFailure,
        (error) => Effect.succeed(error)
      )
    )
    if (!(tried instanceof TransientFailure)) return tried
    if (attempt >= attemptsMax || tooLong(tried.retryAfter)) return yield* tried.error
    yield* pauseBefore(attempt + 1, tried.retryAfter)
  }
})
