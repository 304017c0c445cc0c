/** Repairs as the rules want them, each with what it rests on. */
import { setValue } from "../../../domain/changes/Change.ts"
import { type Edit, Evidence } from "../../../domain/changes/Evidence.ts"
import { Repair } from "../../../domain/changes/Repair.ts"
import { type Finding, Fix, type Reason } from "../../../domain/findings/Finding.ts"
import type { Failure } from "../../../domain/findings/Outcome.ts"
import { localIsoTime } from "../../../domain/isoTime.ts"
import { changedLately, UNINSTALL_MS } from "../../../domain/sources/lostEntries.ts"
import type { Surroundings } from "./PluginFacts.ts"
import type { RecordReading } from "../../../domain/sources/StateRecord.ts"

/** The very record that was read: another version of it may say what would be decided otherwise. */
export const asRead = (id: string, record: RecordReading): Evidence =>
  Evidence.Record({ plugin: id, file: "state", key: ["states", id], reading: record })

/** Changes of one plugin's record, as it was read. */
export const editRecord = (
  id: string,
  record: RecordReading,
  changes: Edit["changes"],
  given: ReadonlyArray<Evidence> = []
): Fix => Fix.Auto({ repair: Repair.Edit({ changes, given: [asRead(id, record), ...given] }) })

/**
 * Why a plugin on disk without an entry is left alone for now: it had one a moment ago, so that LEDMatrix may be
 * uninstalling it.
 */
export const uninstallUnderWay = (id: string, { config, snapshot }: Surroundings): Failure | undefined => {
  const hadEntry = snapshot.lostEntries.has(id) || snapshot.ledger.agreements.get(id)?.enabled !== undefined
  if (config === undefined || !hadEntry || !changedLately(config, snapshot.takenAtMs)) return undefined
  const untilMs = Math.ceil(config.modifiedAtMs) + UNINSTALL_MS
  return {
    kind: "transient",
    code: "operation_in_progress",
    message: `its entry went less than a minute ago, so LEDMatrix may be uninstalling it: it is left alone until ${wholeSecond(untilMs)}`,
    retry_at: new Date(untilMs).toISOString()
  }
}

const wholeSecond = (ms: number): string => localIsoTime(Math.ceil(ms / 1000) * 1000).slice(0, 19)

/** The same finding, not to be repaired yet. */
export const waiting = (finding: Finding, waits: Failure | undefined): Finding =>
  waits === undefined || finding.fix._tag !== "Auto"
    ? finding
    : {
        ...finding,
        description: `${finding.description}; ${waits.message}`,
        fix: Fix.Auto({ repair: finding.fix.repair, waits })
      }

/** An entry under a key that holds nothing. */
export const addEntry = (id: string, cause: Reason, enabled: boolean): Fix =>
  Fix.Auto({
    repair: Repair.Edit({
      changes: [setValue({ plugin: id, cause, file: "config", key: [id] }, undefined, { enabled })],
      given: []
    })
  })
