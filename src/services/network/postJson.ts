/** One JSON document to an address that a person has given, such as a webhook. Its path and query may be keys: no error names them. */
import { Data, Duration, Effect } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import type { JsonValue } from "../../json/JsonValue.ts"
import { credentialsApart } from "./credentialsApart.ts"
import { isTransientStatus } from "./transientStatus.ts"

/** It was not taken. Only where it is `transient` does sending it again make sense. */
export class PostError extends Data.TaggedError("PostError")<{
  readonly server: string
  readonly problem: string
  readonly transient: boolean
}> {
  override get message(): string {
    return `${this.server}: ${this.problem}`
  }
}

const TIME_MAX = Duration.seconds(15)

export const postJson = Effect.fn("postJson")(function* (url: URL, document: JsonValue) {
  const { address, get } = credentialsApart(url)
  const failed = (problem: string, transient: boolean) =>
    new PostError({ server: url.origin, problem, transient })
  const request = get(address, {}).pipe(
    HttpClientRequest.setMethod("POST"),
    HttpClientRequest.bodyJsonUnsafe(document)
  )
  const { status } = yield* (yield* HttpClient.HttpClient).execute(request).pipe(
    // A foreign server has no part in our traces, nor has a key in its address.
    Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
    Effect.timeoutOrElse({
      duration: TIME_MAX,
      orElse: () => Effect.fail(failed("no answer in time", true))
    }),
    // The client's own words name the address.
    Effect.mapError((error) => (error instanceof PostError ? error : failed("it does not answer", true)))
  )
  if (status >= 200 && status < 300) return
  return yield* failed(`it answered ${status}`, isTransientStatus(status))
}, Effect.scoped)
