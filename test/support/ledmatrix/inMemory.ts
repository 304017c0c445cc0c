/** A LEDMatrix whose answers are made by a function, beside an installation in memory: for virtual time. */
import { Effect, Layer } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { Config } from "../../../src/services/Config.ts"
import { LedmatrixLive } from "../../../src/services/ledmatrix/LedmatrixLive.ts"
import { StateStore } from "../../../src/services/StateStore.ts"
import { MemoryInstallation } from "../../../src/testing/MemoryInstallation.ts"

export const ledmatrixInMemory = (
  answer: () => Effect.Effect<Response>,
  files: { readonly [path: string]: string } = {}
) =>
  LedmatrixLive({ url: "http://led.example:5000" }).pipe(
    Layer.provide(Layer.merge(Config.layer, StateStore.layer)),
    Layer.provideMerge(MemoryInstallation.layer({ files })),
    Layer.provide(
      Layer.succeed(
        HttpClient.HttpClient,
        HttpClient.make((request) =>
          Effect.map(answer(), (response) => HttpClientResponse.fromWeb(request, response))
        )
      )
    )
  )
