/** One GET: manual redirects, time limits, and failures that know whether time can cure them. */
import { Duration, Effect, Option, Schedule } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { DownloadFailed } from "../../domain/StoreError.ts"
import { redirectTarget } from "./addresses.ts"
import { ATTEMPTS_MAX, CONNECT_TIME_MAX, REDIRECTS_MAX, RETRY_AFTER_MAX } from "./limits.ts"

export type Answer =
  | { readonly _tag: "Found"; readonly response: HttpClientResponse.HttpClientResponse }
  | { readonly _tag: "NotModified" }
  /** 404 and 410: it is not there, and the next way may be tried. */
  | { readonly _tag: "Absent" }
  /** Any other answer that asking again will not change. */
  | { readonly _tag: "Refused"; readonly problem: string }

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** 401 and 403 are how GitHub says "too many requests" to somebody without a token. */
const COME_BACK: ReadonlySet<number> = new Set([401, 403, 408, 425, 429])

interface Busy {
  readonly error: DownloadFailed
  readonly retryAfter: Option.Option<Duration.Duration>
}

/** Addresses as they may be shown: without what may be a credential. */
export const shownAddress = (url: URL): string => `${url.origin}${url.pathname}`

const busy = (
  url: URL,
  problem: string,
  retryAfter: Option.Option<Duration.Duration> = Option.none()
): Busy => ({
  error: new DownloadFailed({ address: shownAddress(url), problem }),
  retryAfter
})

const retryAfterOf = (header: string | undefined): Option.Option<Duration.Duration> =>
  header !== undefined && /^\d{1,6}$/u.test(header)
    ? Option.some(Duration.seconds(Number(header)))
    : Option.none()

const askOnce = Effect.fnUntraced(function* (start: URL, headers: { readonly [name: string]: string }) {
  const client = yield* HttpClient.HttpClient
  let url = start
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const response = yield* client.execute(HttpClientRequest.get(url, { headers })).pipe(
      Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
      Effect.mapError((error) => busy(url, networkProblem(error))),
      Effect.timeoutOrElse({
        duration: CONNECT_TIME_MAX,
        orElse: () => Effect.fail(busy(url, `no answer within ${Duration.toSeconds(CONNECT_TIME_MAX)} s`))
      })
    )
    const { status } = response
    if (!REDIRECTS.has(status)) return yield* judge(url, response)
    const target = redirectTarget(url, response.headers["location"] ?? "")
    if (target === undefined)
      return {
        _tag: "Refused",
        problem: `${shownAddress(url)} redirects to an address that is not followed`
      } satisfies Answer
    url = target
  }
  return {
    _tag: "Refused",
    problem: `${shownAddress(start)} redirects more than ${REDIRECTS_MAX} times`
  } satisfies Answer
})

const judge = (url: URL, response: HttpClientResponse.HttpClientResponse): Effect.Effect<Answer, Busy> => {
  const { headers, status } = response
  if (status >= 200 && status < 300) return Effect.succeed({ _tag: "Found", response })
  if (status === 304) return Effect.succeed({ _tag: "NotModified" })
  if (status === 404 || status === 410) return Effect.succeed({ _tag: "Absent" })
  return status >= 500 || COME_BACK.has(status)
    ? Effect.fail(busy(url, `the server answered ${status}`, retryAfterOf(headers["retry-after"])))
    : Effect.succeed({ _tag: "Refused", problem: `${shownAddress(url)} answered ${status}` })
}

const networkProblem = (error: { readonly message: string; readonly cause?: unknown }): string => {
  const { cause } = error
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause.message : undefined
  return inner ?? (cause instanceof Error ? cause.message : error.message)
}

/** Retries while time may cure it and the server does not ask for more patience than a run has. */
export const getAnswer = Effect.fn("getAnswer")(function* (
  url: URL,
  headers: { readonly [name: string]: string } = {}
): Effect.fn.Return<Answer, DownloadFailed, HttpClient.HttpClient> {
  const backOff = Schedule.exponential("300 millis").pipe(Schedule.jittered)
  return yield* askOnce(url, headers).pipe(
    Effect.tapError(({ retryAfter }) =>
      Option.isSome(retryAfter) && Duration.isLessThanOrEqualTo(retryAfter.value, RETRY_AFTER_MAX)
        ? Effect.sleep(retryAfter.value)
        : Effect.void
    ),
    Effect.retry({
      schedule: backOff,
      times: ATTEMPTS_MAX - 1,
      while: ({ retryAfter }) =>
        Option.isNone(retryAfter) || Duration.isLessThanOrEqualTo(retryAfter.value, RETRY_AFTER_MAX)
    }),
    Effect.mapError(({ error }) => error)
  )
})
