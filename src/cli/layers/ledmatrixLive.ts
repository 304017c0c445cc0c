/** The LEDMatrix beside the controller, loaded with the network only where there is said to be one. */
import { Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { LedmatrixLive, type LedmatrixOptions } from "../../services/ledmatrix/LedmatrixLive.ts"

export const ledmatrixLive = (options: LedmatrixOptions) =>
  LedmatrixLive(options).pipe(Layer.provide(FetchHttpClient.layer))
