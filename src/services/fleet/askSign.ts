/**
 * Asks one controller how its sign stands. Its answer is foreign: bounded in size and time, read strictly, and plain text
 * that can be shown anywhere.
 */
import { Duration, Effect, Redacted, Result, Schema } from "effect"
import { HttpClient, HttpClientRequest, type HttpClientResponse } from "effect/http"
import { DesiredStatus } from "../../domain/desired/DesiredStatus.ts"
import type { Answer } from "../../domain/fleet/Sign.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { parseJson } from "../../json/parsing/parseJson.ts"
import { decodeUtf8 } from "../files/reading/jsonFileReader.ts"
import { networkProblem } from "../network/networkProblem.ts"
import { readBody } from "../network/readBody.ts"

const ANSWER_BYTES_MAX = 64 * 1024
const ANSWER_TIME_MAX = Duration.seconds(10)

const TEXT_MAX = 300
const LIST_MAX = 20

/** A foreign text must not steer a terminal, turn the direction of what stands around it, nor hide in it. */
const plain = (text: string): string => {
  const shown = text.slice(0, TEXT_MAX).replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "·")
  return text.length > TEXT_MAX ? `${shown}…` : shown
}

/** The same of all that a sign says; only names of reasons are left, of which the decoder wants letters. */
const allPlain = (said: unknown): unknown =>
  typeof said === "string"
    ? plain(said)
    : Array.isArray(said)
      ? said.slice(0, LIST_MAX).map(allPlain)
      : isJsonObject(said)
        ? Object.fromEntries(Object.entries(said).map(([name, value]) => [name, allPlain(value)]))
        : said

const unknown = (problem: string): Answer<never> => ({ _tag: "Unknown", problem: plain(problem) })

const decodeAnswer = Schema.decodeUnknownResult(
  Schema.Struct({ status: Schema.Literal("success"), data: DesiredStatus })
)

const NO_CONTROLLER = "no controller of this kind answers there"

/** A sign that sends its token back would have it shown. */
const holdsToken = (parsed: unknown, token: Redacted.Redacted | undefined): boolean =>
  token !== undefined &&
  (JSON.stringify(parsed) ?? "").includes(JSON.stringify(Redacted.value(token)).slice(1, -1))

const read = Effect.fnUntraced(function* (
  response: HttpClientResponse.HttpClientResponse,
  token: Redacted.Redacted | undefined
) {
  const { headers, status } = response
  if (status === 401 || status === 403) return unknown(`it does not accept the token (status ${status})`)
  // The token is for that address alone.
  if (status >= 300 && status < 400) return unknown(`it redirects (status ${status}), which is not followed`)
  if (status !== 200) return unknown(`it answered ${status}`)
  if (headers["content-encoding"] !== undefined) return unknown(NO_CONTROLLER)
  const bytes = yield* readBody(response, ANSWER_BYTES_MAX)
  const parsed = Result.getOrUndefined(parseJson(decodeUtf8(bytes) ?? ""))
  if (holdsToken(parsed, token)) return unknown("its answer holds the token that it was asked with")
  return Result.match(decodeAnswer(allPlain(parsed)), {
    onFailure: (): Answer<DesiredStatus> => unknown(NO_CONTROLLER),
    onSuccess: ({ data }): Answer<DesiredStatus> => ({ _tag: "Answered", status: data })
  })
})

/** How the sign whose controller is at `address` stands. Never fails: no answer is one. */
export const askSign = (
  address: string,
  token: Redacted.Redacted | undefined
): Effect.Effect<Answer<DesiredStatus>, never, HttpClient.HttpClient> => {
  const url = new URL("api/v3/desired", address.endsWith("/") ? address : `${address}/`)
  const plain = HttpClientRequest.acceptJson(HttpClientRequest.get(url))
  const request = token === undefined ? plain : HttpClientRequest.bearerToken(plain, token)
  return HttpClient.HttpClient.pipe(
    Effect.flatMap((client) => client.execute(request)),
    Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
    Effect.flatMap((response) => read(response, token)),
    Effect.catch((error) =>
      Effect.succeed(
        unknown(
          error._tag === "BodyTooLarge"
            ? NO_CONTROLLER
            : "problem" in error
              ? error.problem
              : networkProblem(error)
        )
      )
    ),
    Effect.timeoutOrElse({
      duration: ANSWER_TIME_MAX,
      orElse: () =>
        Effect.succeed(unknown(`no complete answer within ${Duration.toSeconds(ANSWER_TIME_MAX)} s`))
    })
  )
}
