/** Which pages may ask. A browser says in `Origin` whose page it is that asks; other clients say nothing. */

/** Whether `origin` is a page that came from here, or one that is allowed by name. */
export const isAllowedOrigin = (
  origin: string,
  host: string | undefined,
  allowOrigins: ReadonlyArray<string>
): boolean => isOwnOrigin(origin, host) || allowOrigins.includes(origin)

/** `host` has been judged already. A proxy in front may speak https. */
const isOwnOrigin = (origin: string, host: string | undefined): boolean =>
  host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)

/** What a browser may be told of an answer, where its page may have it. */
export const corsHeaders = (origin: string): { readonly [name: string]: string } => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": "allow, retry-after"
})

/** The answer to a browser that asks first whether a page may ask. */
export const preflightHeaders = (origin: string): { readonly [name: string]: string } => ({
  "access-control-allow-origin": origin,
  "access-control-allow-methods": "GET, POST",
  "access-control-allow-headers": "authorization, content-type",
  "access-control-max-age": "600"
})
