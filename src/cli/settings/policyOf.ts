/** What the settings mean for the rules. */
import { Effect } from "effect"
import type { Policy } from "../../domain/Policy.ts"
import { SYSTEM_KEYS } from "../../domain/host/systemKeys.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import type { Settings } from "./Settings.ts"

/** Top-level keys of config that are no plugins: LEDMatrix's own, and those that the settings name. */
export const systemKeysOf = ({ systemKeys }: Settings): ReadonlySet<string> =>
  systemKeys.length === 0 ? SYSTEM_KEYS : new Set([...SYSTEM_KEYS, ...systemKeys])

/** With the store as it can be had now. */
export const policyOf = (
  settings: Settings,
  replaceBroken = false
): Effect.Effect<Policy, never, PluginStore> =>
  Effect.map(PluginStore, ({ available }) => ({
    authority: settings.authority,
    systemKeys: systemKeysOf(settings),
    replaceBroken,
    storeAvailable: available
  }))
