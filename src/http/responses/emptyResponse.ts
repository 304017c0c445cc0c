/** A response without a body. */
import { HttpServerResponse } from "effect/http"

export const emptyResponse = (
  status: 204 | 304,
  headers: { readonly [name: string]: string }
): HttpServerResponse.HttpServerResponse => HttpServerResponse.empty({ status, headers })
