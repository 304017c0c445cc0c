/** The pages whose requests are allowed. A browser sends the page's address as `Origin`; other clients send none. */

/** Whether `origin` is this server's own, or allowed by name. */
export const isAllowedOrigin = (
  origin: string,
  host: string | undefined,
  allowOrigins: ReadonlyArray<string>
): boolean => isOwnOrigin(origin, host) || allowOrigins.includes(origin)

/** `host` has been judged already. A proxy in front may speak https. */
const isOwnOrigin = (origin: string, host: string | undefined): boolean =>
  host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)

/** Headers that let a page of an allowed origin read the response. */
export const corsHeaders = (origin: string): { readonly [name: string]: string } => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "allow, retry-after"
})

/** The response to a preflight request. */
export const preflightHeaders = (origin: string): { readonly [name: string]: string } => ({
  "access-control-allow-origin": origin,
  "access-control-allow-methods": "GET, POST, DELETE",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-max-age": "600"
})
