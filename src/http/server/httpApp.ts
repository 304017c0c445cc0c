/** From a request to a response: the gate, the body, the routes. Every failure becomes a response too. */
import { ByteSize, Cause, Effect, type Scope } from "effect"
import { HttpIncomingMessage, HttpServerError, HttpServerRequest, HttpServerResponse } from "effect/http"
import { toIncomingMessage } from "@effect/platform-node/NodeHttpServerRequest"
import type { HostView } from "../../domain/host/HostView.ts"
import { asLedmatrixSays } from "../responses/errors/asLedmatrixSays.ts"
import { causeResponse } from "../responses/errors/causeResponse.ts"
import type { Limits } from "../HttpSettings.ts"
import type { Gatekeeper } from "../security/guard.ts"
import { dataHeaders } from "../security/responseHeaders.ts"
import type { Request, Response } from "../messages.ts"

/** What the server serves, and who may ask. */
export interface Site<R> {
  readonly routes: Effect.Effect<Response, unknown, R | Request | Scope.Scope>
  readonly gate: Gatekeeper
  /** The LEDMatrix in whose words errors are said. */
  readonly host: Effect.Effect<HostView>
  /** The methods of a path; none where there is nothing. */
  readonly allowed: (url: string) => ReadonlyArray<string>
}

const hasBody = ({ headers }: Request): boolean =>
  "transfer-encoding" in headers || (headers["content-length"] ?? "0") !== "0"

/** Of this name each value counts. */
const LIST = "tags"

/**
 * A form whose fields are empty sends them all the same: as to LEDMatrix, they count as not given, and of a name that comes
 * twice the first value counts.
 */
const asLedmatrixReads = (url: string): string => {
  const at = url.indexOf("?")
  if (at < 0) return url
  const names = new Set<string>()
  const given = url
    .slice(at + 1)
    .split("&")
    .filter((pair) => {
      const [name = ""] = new URLSearchParams(pair).keys()
      if (!/=./u.test(pair) || names.has(name)) return false
      if (name !== LIST) names.add(name)
      return true
    })
  return given.length === 0 ? url.slice(0, at) : `${url.slice(0, at)}?${given.join("&")}`
}

/** A body is read first, and kept with the request: so that every route refuses one that is too large. */
const answered = <R>(
  { allowed, routes }: Site<R>,
  request: Request,
  bytesMax: ByteSize.ByteSize
): Effect.Effect<Response, never, R | Request | Scope.Scope> => {
  const { method, url } = request
  const given = asLedmatrixReads(url)
  if (method === "OPTIONS") {
    const methods = allowed(url)
    if (methods.length > 0)
      return Effect.succeed(HttpServerResponse.empty({ headers: { allow: methods.join(", ") } }))
  }
  const read = hasBody(request)
    ? Effect.provideService(request.arrayBuffer, HttpIncomingMessage.MaxBodySize, bytesMax)
    : Effect.void
  const routed =
    given === url
      ? routes
      : Effect.provideService(routes, HttpServerRequest.HttpServerRequest, request.modify({ url: given }))
  return Effect.catchCause(Effect.andThen(read, routed), (cause) => {
    // A request whose client has gone needs no answer.
    const gone = cause.reasons.filter(Cause.isInterruptReason).filter(isClients)
    return gone.length > 0 && gone.length === cause.reasons.length
      ? Effect.failCause(Cause.fromReasons(gone))
      : causeResponse(request, cause, allowed)
  })
}

const isClients = ({ annotations }: Cause.Interrupt): boolean =>
  annotations.has(HttpServerError.ClientAbort.key)

/** The HTTP application: it fails only when its client has gone. */
export const httpApp = <R>(site: Site<R>, { bodyBytesMax, stalledMs }: Limits) => {
  const bytesMax = ByteSize.bytes(bodyBytesMax)
  return Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) => {
    const refused = site.gate.refuse(request)
    const answer = refused === undefined ? answered(site, request, bytesMax) : Effect.succeed(refused)
    const told = Effect.filterOrElse(
      answer,
      ({ status }) => status < 400,
      (plain) => Effect.map(site.host, ({ traits }) => asLedmatrixSays(plain, request.url, traits))
    )
    return Effect.map(told, (plain) => {
      // A client that takes nothing of its answer is let go. Node sets its own time for the next request.
      toIncomingMessage(request).socket.setTimeout(stalledMs)
      const headers = { ...dataHeaders, ...plain.headers, ...site.gate.headers(request) }
      return HttpServerResponse.setHeaders(plain, headers)
    })
  })
}
