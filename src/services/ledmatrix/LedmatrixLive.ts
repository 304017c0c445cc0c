/** A LEDMatrix that runs beside this program: its plugin manager is a source, and `enabled` is set through it. */
import { Context, Effect, Layer, type Redacted } from "effect"
import type { HttpClient } from "effect/http"
import { SYSTEM_KEYS } from "../../domain/host/systemKeys.ts"
import type { FileReader } from "../../ports/Files.ts"
import type { Config } from "../Config.ts"
import { EnabledSwitch } from "../writing/EnabledSwitch.ts"
import type { Installation } from "../installation/Installation.ts"
import { PluginManager } from "../PluginManager.ts"
import type { StateStore } from "../StateStore.ts"
import { DisplayRestart } from "./DisplayRestart.ts"
import { ledmatrixApi, startCounting } from "./ledmatrixApi.ts"
import { ledmatrixSwitch } from "./ledmatrixSwitch.ts"
import { managerView } from "./managerView.ts"

/** Where the LEDMatrix is. */
export interface LedmatrixOptions {
  /** Of its web service, without `/api/v3`: `http://127.0.0.1:5000`. */
  readonly url: string
  /** An access token, for a LEDMatrix with a password. It is sent to no other address. */
  readonly token?: Redacted.Redacted | undefined
  /** Keys of `config.json` that are no plugins', and into which nothing is set; LEDMatrix's own by default. */
  readonly systemKeys?: ReadonlySet<string>
}

/** Makes no request before it is used. Where LEDMatrix does not answer, `manager` is a source that cannot be read. */
export const LedmatrixLive = (
  options: LedmatrixOptions
): Layer.Layer<
  PluginManager | EnabledSwitch,
  never,
  Config | StateStore | FileReader | Installation | HttpClient.HttpClient
> =>
  Layer.effectContext(
    Effect.gen(function* () {
      yield* startCounting
      const api = ledmatrixApi(options.url, options.token)
      const manager = yield* managerView(api)
      const enabledSwitch = yield* ledmatrixSwitch(api, manager, options.systemKeys ?? SYSTEM_KEYS)
      const client = yield* Effect.context<HttpClient.HttpClient>()
      return Context.make(PluginManager, { read: manager.read }).pipe(
        Context.add(EnabledSwitch, enabledSwitch),
        Context.add(DisplayRestart, Effect.provideContext(api.restartDisplay, client))
      )
    })
  )
