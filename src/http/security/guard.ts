/**
 * The one gate that every request passes before its route is looked for. It judges the `Host`, the `Origin`, the token
 * and the size. No route can be forgotten here, since the gate knows none.
 */
import { Effect } from "effect"
import { HttpServerResponse } from "effect/http"
import { refusal } from "../responses/errors/errorResponse.ts"
import { tooLargeResponse } from "../responses/errors/causeResponse.ts"
import { HttpLimits, HttpSettings } from "../HttpSettings.ts"
import { allowedHosts } from "./allowedHosts.ts"
import { bearerToken } from "./bearerToken.ts"
import { corsHeaders, isAllowedOrigin, preflightHeaders } from "./origins.ts"
import type { Request, Response } from "../messages.ts"

/** Judges requests before their route is looked for. */
export interface Gatekeeper {
  /** The response to a request that is refused; undefined where it may pass. */
  readonly refuse: (request: Request) => Response | undefined
  /** Headers that the browser of an allowed page needs; undefined for other requests. */
  readonly headers: (request: Request) => { readonly [name: string]: string } | undefined
}

/** `open` are the paths that need no token: they hold no data. */
export const gatekeeper = Effect.fnUntraced(function* (open: ReadonlySet<string>) {
  const { allowHosts, allowOrigins, host: bound, token } = yield* HttpSettings
  const { bodyBytesMax } = yield* HttpLimits
  const isAllowedHost = allowedHosts(bound, allowHosts)
  const isAuthorized = yield* bearerToken(token)

  /** The path is compared as it was sent: a path that is not exactly one of these needs the token. */
  const isOpen = ({ method, url }: Request): boolean => {
    const end = url.indexOf("?")
    return (method === "GET" || method === "HEAD") && open.has(end < 0 ? url : url.slice(0, end))
  }

  const refuse = (request: Request): Response | undefined => {
    const { headers, method, url } = request
    const { authorization, host, origin } = headers
    if (!isAllowedHost(host))
      return refusal(url, 403, "FORBIDDEN", "this is not served under the name in Host; see --allow-host")
    if (origin !== undefined && !isAllowedOrigin(origin, host, allowOrigins))
      return refusal(url, 403, "FORBIDDEN", "pages of this Origin may not ask; see --allow-origin")
    if (method === "OPTIONS" && origin !== undefined && "access-control-request-method" in headers)
      return HttpServerResponse.empty({ headers: preflightHeaders(origin) })
    if (!isOpen(request) && !isAuthorized(authorization))
      return refusal(url, 401, "UNAUTHORIZED", "a token is needed, as `Authorization: Bearer …`", {
        "www-authenticate": `Bearer realm="ledmatrix-reconciler"`
      })
    return Number(headers["content-length"] ?? 0) > bodyBytesMax ? tooLargeResponse(url) : undefined
  }

  return {
    refuse,
    headers: ({ headers: { host, origin } }) =>
      origin !== undefined && isAllowedHost(host) && isAllowedOrigin(origin, host, allowOrigins)
        ? corsHeaders(origin)
        : undefined
  } satisfies Gatekeeper
})
