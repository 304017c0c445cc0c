/** A server that answers every request with the pieces `status`, `headers` and `body` of an input. */
import { Effect, Result } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { type Pieces, textIn } from "../inputs/Pieces.ts"

/** A header that a server could send; others are refused by Node's HTTP. */
export const headersIn = (input: Pieces): Headers => {
  const headers = new Headers()
  for (const line of textIn(input, "headers").split("\n")) {
    const colon = line.indexOf(":")
    if (colon > 0) Result.try(() => headers.append(line.slice(0, colon), line.slice(colon + 1).trim()))
  }
  return headers
}

const BODYLESS = new Set([101, 204, 205, 304])

const statusIn = (input: Pieces): number =>
  Math.min(599, Math.max(200, Number(/^\d{3}$/u.exec(textIn(input, "status"))?.[0] ?? "200")))

export const serverOf = (input: Pieces) => {
  const status = statusIn(input)
  const body = BODYLESS.has(status) ? null : Uint8Array.from(input.get("body") ?? [])
  return HttpClient.make((request) =>
    Effect.sync(() =>
      HttpClientResponse.fromWeb(request, new Response(body, { status, headers: headersIn(input) }))
    )
  )
}
