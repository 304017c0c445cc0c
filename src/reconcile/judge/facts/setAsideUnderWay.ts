/** Whether LEDMatrix set a plugin aside a moment ago, to update or install it. */
import type { Failure } from "../../../domain/findings/Outcome.ts"
import type { SetAsideCopy } from "../../../domain/sources/DiskView.ts"
import { SET_ASIDE_MS, wentAsideLately } from "../../../domain/sources/wentAside.ts"
import type { SnapshotFacts } from "./PluginFacts.ts"

/** Why the copy is left alone for now: the plugin was seen in its place before. */
export const setAsideUnderWay = (
  copy: SetAsideCopy,
  { snapshot: { ledger, takenAtMs } }: SnapshotFacts
): Failure | undefined => {
  const sinceMs = wentAsideLately(copy, ledger, takenAtMs)
  return sinceMs === undefined
    ? undefined
    : {
        kind: "transient",
        code: "operation_in_progress",
        message:
          "it was set aside minutes ago, so LEDMatrix may still be working on it; it is left alone for ten minutes",
        retry_at: new Date(sinceMs + SET_ASIDE_MS).toISOString()
      }
}
