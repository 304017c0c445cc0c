/** What the settings mean for the rules. */
import type { Policy } from "../../domain/Policy.ts"
import { SYSTEM_KEYS } from "../../domain/host/systemKeys.ts"
import type { Settings } from "./Settings.ts"

export const policyOf = (
  { authority, systemKeys }: Settings,
  run: { readonly replaceBroken: boolean; readonly storeAvailable: boolean }
): Policy => ({
  authority,
  systemKeys: systemKeys.length === 0 ? SYSTEM_KEYS : new Set([...SYSTEM_KEYS, ...systemKeys]),
  replaceBroken: run.replaceBroken,
  storeAvailable: run.storeAvailable
})
