import type { HttpServerRequest, HttpServerResponse } from "effect/http"

/** What a client asks of the server. */
export type Request = HttpServerRequest.HttpServerRequest

/** What the server answers. */
export type Response = HttpServerResponse.HttpServerResponse
