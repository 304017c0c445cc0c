import { SYSTEM_KEYS } from "../../domain/host/systemKeys.ts"
import type { Settings } from "./Settings.ts"

/** Top-level keys of config that are no plugins: LEDMatrix's own, and those that the settings name. */
export const listedSystemKeys = ({ systemKeys }: Settings): ReadonlySet<string> =>
  systemKeys.length === 0 ? SYSTEM_KEYS : new Set([...SYSTEM_KEYS, ...systemKeys])
