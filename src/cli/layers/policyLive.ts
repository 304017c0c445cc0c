/** What the settings mean for the rules. */
import { Effect, Layer } from "effect"
import { PluginStore } from "../../services/PluginStore.ts"
import { Policy } from "../../services/Policy.ts"
import type { Settings } from "../settings/Settings.ts"
import { listedSystemKeys } from "../settings/listedSystemKeys.ts"

/** With the store as it can be had now. What is broken is replaced only by a run that is asked to. */
export const policyLive = (settings: Settings): Layer.Layer<Policy, never, PluginStore> =>
  Layer.effect(
    Policy,
    Effect.map(PluginStore, ({ available }) => ({
      authority: settings.authority,
      systemKeys: listedSystemKeys(settings),
      replaceBroken: false,
      storeAvailable: available
    }))
  )
