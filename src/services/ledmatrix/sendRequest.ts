/** One request to LEDMatrix's web service. An answer that does not come from a LEDMatrix is an error. */
import { Data, type Duration, Effect, Result } from "effect"
import { FetchHttpClient, HttpClient, type HttpClientRequest } from "effect/http"
import { LedmatrixFailed } from "../../domain/errors/LedmatrixError.ts"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { parseJson, withoutByteOrderMark } from "../../json/parsing/parseJson.ts"
import { decodeUtf8 } from "../files/reading/jsonFileReader.ts"
import { networkProblem } from "../network/networkProblem.ts"
import { readBody } from "../network/readBody.ts"
import { isTransientStatus } from "../network/transientStatus.ts"
import { ANSWER_BYTES_MAX } from "./limits.ts"

/** A response in LEDMatrix's envelope, a success or an error. */
export interface LedmatrixResponse {
  readonly status: number
  readonly succeeded: boolean
  readonly document: { readonly [field: string]: unknown }
  /** The document as it came. */
  readonly text: string
}

/** The connection was refused or lost: where it was an old one, a new one may do. */
class Broken extends Data.TaggedError("Broken")<{ readonly problem: string }> {}

const STATUSES: ReadonlySet<unknown> = new Set(["success", "error"])

/**
 * Sends a request, once more where the connection breaks, and reads the response. `LedmatrixFailed` where none comes
 * within `timeMax`, or where it is none of LEDMatrix's.
 */
export const sendRequest = Effect.fn("ledmatrix.request")(function* (
  url: URL,
  request: HttpClientRequest.HttpClientRequest,
  timeMax: Duration.Duration
): Effect.fn.Return<LedmatrixResponse, LedmatrixFailed, HttpClient.HttpClient> {
  const address = withoutCredentials(url.href)
  const unreachable = (problem: string) =>
    new LedmatrixFailed({ code: "ledmatrix_unreachable", address, problem })
  return yield* sendOnce(address, request).pipe(
    Effect.retry({ times: 1, while: (error) => error instanceof Broken }),
    Effect.catchTag("Broken", ({ problem }) => Effect.fail(unreachable(problem))),
    Effect.timeoutOrElse({
      duration: timeMax,
      orElse: () => Effect.fail(unreachable("LEDMatrix gave no complete answer in time"))
    })
  )
})

const sendOnce = Effect.fnUntraced(function* (address: string, request: HttpClientRequest.HttpClientRequest) {
  const client = yield* HttpClient.HttpClient
  const response = yield* client.execute(request).pipe(
    // LEDMatrix's API does not redirect. What does is a portal, or another program.
    Effect.provideService(FetchHttpClient.RequestInit, { redirect: "manual" }),
    Effect.provideService(HttpClient.TracerPropagationEnabled, false),
    Effect.mapError((error) => new Broken({ problem: `LEDMatrix does not answer: ${networkProblem(error)}` }))
  )
  const { status } = response
  const foreign = (problem: string) => new LedmatrixFailed({ code: "not_ledmatrix", address, problem })
  if (status >= 300 && status < 400)
    return yield* foreign(`no LEDMatrix answers there: it redirects (${status})`)
  const bytes = yield* readBody(response, ANSWER_BYTES_MAX).pipe(
    Effect.catchTags({
      BodyBroken: ({ problem }) => Effect.fail(new Broken({ problem })),
      BodyTooSlow: ({ problem }) => Effect.fail(new Broken({ problem })),
      BodyTooLarge: ({ bytesMax }) => Effect.fail(foreign(`the answer is larger than ${bytesMax} bytes`))
    })
  )
  const text = decodeUtf8(bytes) ?? ""
  const document = Result.getOrUndefined(parseJson(withoutByteOrderMark(text)))
  if (isJsonObject(document) && STATUSES.has(document["status"])) {
    const succeeded = status < 300 && document["status"] === "success"
    return { status, succeeded, document, text } satisfies LedmatrixResponse
  }
  if (isTransientStatus(status)) {
    const problem = `the server answered ${status}`
    return yield* new LedmatrixFailed({ code: "ledmatrix_unreachable", address, problem })
  }
  return yield* foreign(`no LEDMatrix answers there: status ${status}, and no answer of its API`)
})
