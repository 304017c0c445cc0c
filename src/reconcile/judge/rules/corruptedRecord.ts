/** Rule 5, of records: one that LEDMatrix cannot use, and one whose plugin is gone. */
import { removeValue, setValue } from "../../../domain/changes/Change.ts"
import { jsonOf } from "../../../domain/changes/jsonOf.ts"
import { journalledRecord } from "../../../domain/changes/leftOut.ts"
import { enabledVote } from "../../../domain/sources/ConfigView.ts"
import { Fix } from "../../../domain/findings/Finding.ts"
import { missingFields, rebuildRecord, type RecordReading } from "../../../domain/sources/StateRecord.ts"
import { isUninstalled, type PluginFacts, type SnapshotFacts } from "../facts/PluginFacts.ts"
import { corrupted } from "./corrupted.ts"
import { editRecord } from "./repairs.ts"
import { Verdict } from "./Verdict.ts"

/** None where the saved state has no record of the plugin, or a sound one. */
export const recordFault = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const { record } = plugin
  if (record === undefined) return []
  const abandoned = abandonedRecord(plugin, record, around)
  if (abandoned !== undefined) return [abandoned]
  return record.faults.length === 0 ? [] : [invalidRecord(plugin, record, around)]
}

/** A record whose plugin has neither entry nor directory: removed where it was uninstalled, else only named. */
const abandonedRecord = (
  { entry, id, installed }: PluginFacts,
  record: RecordReading,
  around: SnapshotFacts
): Verdict | undefined => {
  if (around.config === undefined || around.disk === undefined) return undefined
  const hasDirectory = installed.length > 0 || around.broken.has(id) || around.byDirectory.has(id)
  if (entry !== undefined || hasDirectory) return undefined
  const states = { current: { exists_in_state: true }, expected: { exists_in_state: false } }
  if (around.uninstalled !== undefined && isUninstalled(around.uninstalled, id)) {
    const at = { plugin: id, cause: "uninstalled_record", file: "state", key: ["states", id] } as const
    return corrupted(
      id,
      "uninstalled_record",
      `Plugin ${id} was uninstalled but the saved state still has a record of it`,
      states,
      editRecord(id, record, [removeValue(at, jsonOf(record.value))])
    )
  }
  if (record.faults.length > 0) return undefined
  return corrupted(
    id,
    "orphan_record",
    `Plugin ${id} has a record in the saved state but neither an entry in config nor a directory`,
    states,
    Fix.None()
  )
}

const invalidRecord = (plugin: PluginFacts, record: RecordReading, around: SnapshotFacts): Verdict => {
  const { entry, id, runs } = plugin
  const needs = missingFields(record)
  if (needs.enabled && around.config === undefined) {
    return Verdict.Skipped({ because: "its record must take `enabled` from config, which could not be read" })
  }
  if (needs.version && around.disk === undefined) {
    return Verdict.Skipped({ because: "its record must take `version` from disk, which could not be read" })
  }
  if (around.uninstalled === undefined && entry === undefined) {
    return Verdict.Skipped({
      because:
        "its record is damaged, but no entry is seen and it is not known which plugins were uninstalled"
    })
  }
  const rebuilt = rebuildRecord(id, record, {
    enabled: entry === undefined ? undefined : enabledVote(entry.enabled, around.snapshot.host.traits),
    version: runs?.version
  })
  return corrupted(
    id,
    "invalid_record",
    `Plugin ${id} has a record that LEDMatrix cannot use: ${record.faults.join("; ")}`,
    {
      current: { valid: false },
      expected: { valid: true, enabled: rebuilt.enabled, status: rebuilt.status }
    },
    editRecord(id, record, [
      setValue(
        { plugin: id, cause: "invalid_record", file: "state", key: ["states", id] },
        jsonOf(record.value),
        journalledRecord(rebuilt)
      )
    ])
  )
}
