/** The one web server of many simulated signs, in memory: it knows ETags, and keeps a log. */
import { Effect, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { createHash } from "node:crypto"

/** One request, as a server's log has it. */
interface Asked {
  /** Virtual seconds since the beginning. */
  readonly second: number
  readonly status: number
  /** Of request and answer, with their headers. */
  readonly bytes: number
}

export const HOST = "signs.example"
const PATH = "/desired.json"
export const DOCUMENT = `https://${HOST}${PATH}`

/** What Node's client says of itself beside what the program sets, which `npm run fleet -- --real` shows. */
const SENT = `Host: ${HOST}\r\nConnection: keep-alive\r\nuser-agent: ledmatrix-reconciler\r\n`

/** What nginx says beside the ETag. */
const ANSWERED =
  "Server: nginx/1.26.3\r\nDate: Sun, 01 Mar 2026 12:00:00 GMT\r\n" +
  "Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT\r\nConnection: keep-alive\r\n"

const written = (headers: { readonly [name: string]: string }): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("")

export const revisionOf = (text: string): string => createHash("sha256").update(text).digest("hex")

export class FleetServer {
  private text = ""
  private etag = ""
  readonly log: Array<Asked> = []

  publish(text: string): void {
    this.text = text
    this.etag = `"${revisionOf(text).slice(0, 16)}"`
  }

  readonly client: Layer.Layer<HttpClient.HttpClient> = Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request) =>
      Effect.clockWith((clock) =>
        Effect.sync(() => {
          const isKnown = request.headers["if-none-match"] === this.etag
          const status = isKnown ? 304 : 200
          const headers = {
            etag: this.etag,
            ...(isKnown
              ? {}
              : { "content-type": "application/json", "content-length": `${this.text.length}` })
          }
          const sent = `GET ${PATH} HTTP/1.1\r\n${SENT}${written(request.headers)}\r\n`
          const answer = `HTTP/1.1 ${status} Not Modified\r\n${ANSWERED}${written(headers)}\r\n`
          const bytes = sent.length + answer.length + (isKnown ? 0 : this.text.length)
          this.log.push({ second: Math.floor(clock.currentTimeMillisUnsafe() / 1000), status, bytes })
          return HttpClientResponse.fromWeb(
            request,
            new Response(isKnown ? null : this.text, { status, headers })
          )
        })
      )
    )
  )
}
