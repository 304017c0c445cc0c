/** A client of a controller, derived from the description of its API: every route with its types. */
import { Context, Layer, Redacted } from "effect"
import { HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { ControllerApi } from "./Api.ts"

/** Where a controller answers, and the token that it asks for, if any. */
export interface ControllerAddress {
  /** Such as `http://raspberrypi.local:5080`. */
  readonly url: string
  readonly token?: Redacted.Redacted
}

const make = ({ token, url }: ControllerAddress) =>
  HttpApiClient.make(ControllerApi, {
    baseUrl: url,
    transformClient: HttpClient.mapRequest((request) =>
      token === undefined ? request : HttpClientRequest.bearerToken(request, Redacted.value(token))
    )
  })

/**
 * A client of a controller that runs elsewhere: a method for each route of `ControllerApi`, with its types.
 * Its layer needs an `HttpClient` and makes no request.
 */
export class ControllerClient extends Context.Service<
  ControllerClient,
  HttpApiClient.ForApi<typeof ControllerApi>
>()("ledmatrix-reconciler/http/ControllerClient") {
  static readonly layer = (
    address: ControllerAddress
  ): Layer.Layer<ControllerClient, never, HttpClient.HttpClient> =>
    Layer.effect(ControllerClient, make(address))
}
