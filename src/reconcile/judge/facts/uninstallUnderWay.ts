/** Whether LEDMatrix may be uninstalling a plugin at this moment, and what that does to a finding. */
import { Result } from "effect"
import { type Finding, Fix } from "../../../domain/findings/Finding.ts"
import type { Failure } from "../../../domain/findings/Outcome.ts"
import { localIsoTime } from "../../../domain/text/isoTime.ts"
import { changedLately, UNINSTALL_MS } from "../../../domain/sources/lostEntries.ts"
import { hadEntry } from "../../../domain/sources/SeenPlugins.ts"
import type { SnapshotFacts } from "./PluginFacts.ts"

/**
 * Why a plugin on disk without an entry is left alone for now: it had one a moment ago, so that LEDMatrix may be
 * uninstalling it.
 */
export const uninstallUnderWay = (id: string, around: SnapshotFacts): Failure | undefined => {
  const { config, snapshot } = around
  if (config === undefined || snapshot.brought?.has(id) === true) return undefined
  if (!changedLately(config, snapshot.takenAtMs)) return undefined
  if (!snapshot.lostEntries.has(id) && !hadEntry(id, snapshot.ledger) && !isStillRun(id, around))
    return undefined
  const untilMs = Math.ceil(config.modifiedAtMs) + UNINSTALL_MS
  return {
    kind: "transient",
    code: "operation_in_progress",
    message: `its entry went less than a minute ago, so LEDMatrix may be uninstalling it: it is left alone until ${wholeSecond(untilMs)}`,
    retry_at: new Date(untilMs).toISOString()
  }
}

/** A display runs what has an entry, and notices seconds later that the entry went. No saved state remembers it then. */
const isStillRun = (id: string, { snapshot, state }: SnapshotFacts): boolean => {
  if (state !== "retired" || Result.isFailure(snapshot.manager)) return false
  const { display, plugins } = snapshot.manager.success
  return display?.status === "live" && plugins.get(id)?.loaded === true
}

const wholeSecond = (ms: number): string => localIsoTime(Math.ceil(ms / 1000) * 1000)

/** The same finding, not to be repaired yet. */
export const postponed = (finding: Finding, waits: Failure | undefined): Finding =>
  waits === undefined || finding.fix._tag !== "Auto"
    ? finding
    : {
        ...finding,
        description: `${finding.description}; ${waits.message}`,
        fix: Fix.Auto({ repair: finding.fix.repair, waits })
      }
