/** A controller that is given a document, with the server of it in memory and in virtual time. */
import { Duration, Effect, Layer } from "effect"
import { HttpClient, type HttpClientRequest, HttpClientResponse } from "effect/http"
import { TestClock } from "effect/testing"
import { createHash, generateKeyPairSync, sign } from "node:crypto"
import { Controller } from "../../../src/controller/Controller.ts"
import type { DesiredOptions } from "../../../src/controller/desired/Desired.ts"
import { liveDesired } from "../../../src/controller/desired/liveDesired.ts"
import { defaultPolicy } from "../../../src/domain/Policy.ts"
import { journalView } from "../../../src/services/ownFiles/formats/journalView.ts"
import { IsPrivateHost } from "../../../src/ports/PrivateHost.ts"
import type { Described } from "../../support/reconciling.ts"
import { controllerOnly, services } from "../support.ts"

export const ADDRESS = "https://signs.example/desired.json"

/** What the server answers next, and what it was asked. */
export interface Web {
  answer: (url: URL, request: HttpClientRequest.HttpClientRequest) => Response
  /** How long an answer takes. */
  takes?: Duration.Input
  readonly asked: Array<{ readonly path: string; readonly etag: string | undefined }>
}

export const makeWeb = (): Web => ({ answer: () => new Response("", { status: 404 }), asked: [] })

const webClient = (web: Web) =>
  Layer.succeed(
    HttpClient.HttpClient,
    HttpClient.make((request, url) =>
      Effect.suspend(() => {
        web.asked.push({ path: url.pathname, etag: request.headers["if-none-match"] })
        const answer = HttpClientResponse.fromWeb(request, web.answer(url, request))
        return Effect.delay(Effect.succeed(answer), web.takes ?? 0)
      })
    )
  )

export const SETTLE = Duration.minutes(10)

export const desiredOptions: DesiredOptions = {
  document: ADDRESS,
  key: undefined,
  sign: "bar",
  poll: Duration.minutes(5),
  settle: SETTLE,
  offline: false,
  systemKeys: defaultPolicy.systemKeys
}

/** What is beneath lives on where the controller is built anew. */
export const desiredController = (web: Web, options: Partial<DesiredOptions> = {}) =>
  controllerOnly.pipe(
    Layer.provide(liveDesired({ ...desiredOptions, ...options })),
    Layer.provide(webClient(web)),
    Layer.provide(
      Layer.succeed(IsPrivateHost, (host: string) =>
        Effect.succeed(host.startsWith("10.") || host === "localhost")
      )
    )
  )

export const keeping = (described: Described, web: Web, options: Partial<DesiredOptions> = {}) =>
  desiredController(web, options).pipe(Layer.provideMerge(services(described)))

// Loaded when it is first asked for, which takes real time: so it is loaded before.
journalView([])

const TURNS = 20

/** Time that passes in steps: bodies of responses come by real turns of the event loop, which the clock does not know. */
export const later = (time: Duration.Input) => {
  const turn = Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 1)))
  const part = Duration.times(Duration.fromInputUnsafe(time), 1 / TURNS)
  return Effect.repeat(Effect.andThen(TestClock.adjust(part), Effect.andThen(turn, turn)), {
    times: TURNS - 1
  })
}

export const desired = Controller.use((live) => live.desired)

export const documentOf = (plugins: object, more: object = {}): string =>
  JSON.stringify({ schema: "ledmatrix-desired/1", plugins, ...more })

export const revisionOf = (text: string): string => createHash("sha256").update(text).digest("hex")

/** A server that knows ETags. */
export const serving =
  (files: { readonly [path: string]: string | Uint8Array }): Web["answer"] =>
  (url, request) => {
    const body = files[url.pathname]
    if (body === undefined) return new Response("", { status: 404 })
    const etag = `"${createHash("sha256").update(body).digest("hex")}"`
    return request.headers["if-none-match"] === etag
      ? new Response(null, { status: 304, headers: { etag } })
      : new Response(body, { headers: { etag } })
  }

const pair = generateKeyPairSync("ed25519")
export const key: DesiredOptions["key"] = { key: pair.publicKey, id: undefined }
export const signatureOf = (text: string): Uint8Array => sign(null, Buffer.from(text), pair.privateKey)
