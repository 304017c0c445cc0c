/** Rule 4: the version saved in the record, in the entry, or run by the display, is not the manifest's. */
import { setValue } from "../../../domain/changes/Change.ts"
import { type Finding, Fix } from "../../../domain/findings/Finding.ts"
import { type RecordReading, versionsDiffer } from "../../../domain/sources/StateRecord.ts"
import { olderVersionRuns } from "./display.ts"
import { editRecord } from "./repairs.ts"
import type { PluginFacts, SnapshotFacts } from "../facts/PluginFacts.ts"
import { clear, found, skipped, Verdict } from "./Verdict.ts"

const NOT_ON_DISK = clear("it is not on disk")
const TWO_DIRECTORIES = clear("two directories have this id, so its version is not known")
const SAME = clear("no version differs from the manifest's")
const DISK_UNREADABLE = skipped("the plugins directory could not be read")
const STATE_UNREADABLE = Verdict.Skipped({ because: "the saved state could not be read" })
const CONFIG_UNREADABLE = Verdict.Skipped({ because: "config could not be read" })

export const versionMismatch = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  if (around.disk === undefined) return DISK_UNREADABLE
  if (plugin.installed.length === 0) return NOT_ON_DISK
  if (plugin.runs === undefined) return TWO_DIRECTORIES
  const verdicts: Array<Verdict> = []
  if (around.state === undefined) verdicts.push(STATE_UNREADABLE)
  if (around.config === undefined) verdicts.push(CONFIG_UNREADABLE)
  const onDisk = plugin.runs.version
  if (onDisk !== undefined) verdicts.push(...differing(plugin, onDisk, around).map(found))
  return verdicts.length > 0 ? verdicts : SAME
}

const differing = (plugin: PluginFacts, onDisk: string, around: SnapshotFacts): ReadonlyArray<Finding> => {
  const { entry, id, record } = plugin
  const findings: Array<Finding> = []
  if (record !== undefined && versionsDiffer(record.salvage.version, onDisk)) {
    findings.push(recordVersion(id, record, onDisk))
  }
  if (entry?.version !== undefined && versionsDiffer(entry.version, onDisk)) {
    findings.push(entryVersion(id, entry.version, onDisk))
  }
  const running = olderVersionRuns(plugin, onDisk, around)
  return running === undefined ? findings : [...findings, running]
}

const recordVersion = (id: string, record: RecordReading, onDisk: string): Finding => {
  const saved = record.salvage.version ?? null
  const at = { plugin: id, cause: "record_version", file: "state", key: ["states", id, "version"] } as const
  return {
    id,
    type: "plugin_version_mismatch",
    reason: "record_version",
    description: `Plugin ${id} version mismatch: state_manager=${saved}, disk=${onDisk}`,
    current: { version: saved },
    expected: { version: onDisk },
    fix: editRecord(id, record, [setValue(at, saved, onDisk)])
  }
}

const entryVersion = (id: string, inEntry: string, onDisk: string): Finding => ({
  id,
  type: "plugin_version_mismatch",
  reason: "entry_version",
  description: `Plugin ${id} version mismatch: config=${inEntry}, disk=${onDisk}`,
  current: { version: inEntry },
  expected: { version: onDisk },
  fix: Fix.None()
})
