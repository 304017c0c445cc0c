/** Compares the token of a request in constant time, so that the time of a refusal says nothing about the token. */
import { Effect, Redacted } from "effect"

const BEARER = /^Bearer +([^\s]+) *$/iu

/** Judges the value of an `Authorization` header. Without a token every request may pass. */
export const bearerToken = Effect.fnUntraced(function* (token: Redacted.Redacted | undefined) {
  if (token === undefined) return () => true
  // Loaded only where there is something to compare: it takes megabytes.
  const { createHash, timingSafeEqual } = yield* Effect.promise(() => import("node:crypto"))
  const digest = (text: string) => createHash("sha256").update(text).digest()
  const expected = digest(Redacted.value(token))
  return (authorization: string | undefined): boolean => {
    const presented = BEARER.exec(authorization ?? "")?.[1]
    return presented !== undefined && timingSafeEqual(digest(presented), expected)
  }
})
