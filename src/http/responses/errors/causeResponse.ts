/** The response to a request whose handler failed or that has none. The cause goes to the log, not to the client. */
import { Cause, Effect } from "effect"
import { HttpServerError } from "effect/http"
import { complaint } from "../../api/envelope.ts"
import { errorResponse, refusal } from "./errorResponse.ts"
import type { Request, Response } from "../../messages.ts"

const serverError = (cause: Cause.Cause<unknown>): HttpServerError.HttpServerError | undefined => {
  for (const reason of cause.reasons) {
    const thrown = Cause.isFailReason(reason)
      ? reason.error
      : Cause.isDieReason(reason)
        ? reason.defect
        : undefined
    if (HttpServerError.isHttpServerError(thrown)) return thrown
  }
  return undefined
}

/** 413, and the connection is closed: the rest of the body is not read. */
export const tooLargeResponse = (url: string): Response =>
  refusal(url, 413, "REQUEST_ENTITY_TOO_LARGE", "the body is larger than is taken here", {
    connection: "close"
  })

const pathIn = (url: string): string => url.replace(/[?#].*$/su, "")

/** Known by path, but not by method; or not at all. */
const missed = ({ method, url }: Request, allowed: ReadonlyArray<string>) =>
  allowed.length === 0
    ? errorResponse(url, 404, {
        ...complaint("NOT_FOUND", "there is nothing at this path"),
        path: pathIn(url)
      })
    : refusal(url, 405, "METHOD_NOT_ALLOWED", `${method} is none of ${allowed.join(", ")}`, {
        allow: allowed.join(", ")
      })

/** `allowed` gives the methods of a path, which tell a 405 from a 404. */
export const causeResponse = (
  request: Request,
  cause: Cause.Cause<unknown>,
  allowed: (url: string) => ReadonlyArray<string>
): Effect.Effect<Response> => {
  const { url } = request
  const reason = serverError(cause)?.reason
  if (reason?._tag === "RouteNotFound") return Effect.succeed(missed(request, allowed(url)))
  if (reason?._tag === "RequestParseError")
    return Effect.succeed(
      reason.reason === "BodyTooLarge"
        ? tooLargeResponse(url)
        : refusal(url, 400, "INVALID_INPUT", "the body broke off or cannot be read")
    )
  if (Cause.hasInterruptsOnly(cause))
    return Effect.succeed(refusal(url, 503, "SERVICE_UNAVAILABLE", "the controller is about to end"))
  const told = refusal(url, 500, "INTERNAL_ERROR", "this is a fault of the program; its log says more")
  return Effect.as(Effect.logError("a request died", cause), told)
}
