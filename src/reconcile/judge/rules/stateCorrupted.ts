/** Rule 5: records, directories, marks and entries that contradict themselves or each other. */
import { Change, removeValue, setValue } from "../../../domain/changes/Change.ts"
import { jsonOf } from "../../../domain/changes/jsonOf.ts"
import { journalledRecord } from "../../../domain/changes/leftOut.ts"
import { Repair } from "../../../domain/changes/Repair.ts"
import { enabledVote } from "../../../domain/sources/ConfigView.ts"
import { type Finding, Fix, type Reason, type SideState } from "../../../domain/findings/Finding.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { missingFields, rebuildRecord, type RecordReading } from "../../../domain/sources/StateRecord.ts"
import { keepMarked, whichDirectory } from "./choices.ts"
import { causeOf } from "../facts/notFetched.ts"
import { editRecord } from "./repairs.ts"
import { isUnrecoverable, isUninstalled, type PluginFacts, type SnapshotFacts } from "../facts/PluginFacts.ts"
import { clear, found, Verdict } from "./Verdict.ts"

const SOUND = clear("nothing about it contradicts itself")

export const stateCorrupted = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const verdicts = [
    ...brokenManifest(plugin, around),
    ...duplicateId(plugin),
    ...markedOnDisk(plugin, around),
    ...recordFault(plugin, around),
    ...enabledNotBoolean(plugin, around)
  ]
  return verdicts.length > 0 ? verdicts : SOUND
}

const corrupted = (
  id: string,
  reason: Reason,
  description: string,
  states: { readonly current: SideState; readonly expected: SideState } & Pick<Finding, "cause" | "choices">,
  fix: Fix
): Verdict =>
  found({ id, type: "plugin_state_corrupted", reason, description, ...states, fix } satisfies Finding)

const NOTHING: ReadonlyArray<Verdict> = []

const brokenManifest = ({ id, installed }: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const broken = around.broken.get(id)
  if (broken === undefined) return NOTHING
  const { disk, policy, uninstalled } = around
  const marked = disk !== undefined && policy.replaceBroken && broken.byteOrderMark === true
  const takeOff = (file: string): Fix => {
    const change = Change.SetByteOrderMark({ plugin: id, cause: "broken_manifest", file, present: false })
    return Fix.Auto({ repair: Repair.TakeOffMark({ change }) })
  }
  const replaceable =
    policy.replaceBroken &&
    policy.storeAvailable &&
    isPluginId(id) &&
    // A plugin that is there under another name would be there twice.
    installed.length === 0 &&
    uninstalled !== undefined &&
    !isUninstalled(uninstalled, id) &&
    !isUnrecoverable(around, id)
  const cause = policy.replaceBroken && isUnrecoverable(around, id) ? causeOf(id, around) : {}
  return [
    corrupted(
      id,
      "broken_manifest",
      `Plugin directory ${id} has a manifest.json that cannot be used: ${broken.problem}`,
      { current: { manifest: "broken" }, expected: { manifest: "valid" }, ...cause },
      marked
        ? takeOff(`${disk.shownPath}/${broken.directory}/manifest.json`)
        : replaceable
          ? Fix.Auto({ repair: Repair.Fetch({ plugin: id, replacing: true }) })
          : Fix.Manual()
    )
  ]
}

const duplicateId = ({ id, installed, runs }: PluginFacts): ReadonlyArray<Verdict> => {
  if (installed.length < 2) return NOTHING
  const directories = installed.map((plugin) => plugin.directory)
  return [
    corrupted(
      id,
      "duplicate_id",
      `Plugin ${id} is in ${directories.length} directories: ${directories.join(", ")}; ${
        runs === undefined ? "remove or rename all but one" : `LEDMatrix runs the one in ${runs.directory}`
      }`,
      { current: { directories }, expected: { directories: 1 }, ...whichDirectory(installed) },
      runs === undefined ? Fix.Manual() : Fix.None()
    )
  ]
}

const markedOnDisk = ({ id, installed }: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  if (around.uninstalled === undefined || around.uninstalled.marks.size === 0) return NOTHING
  const { marks } = around.uninstalled
  const names = new Set(installed.flatMap((plugin) => [plugin.id, plugin.directory]))
  const marked = [...names].filter((name) => marks.has(name))
  if (marked.length === 0) return NOTHING
  return [
    corrupted(
      id,
      "marked_on_disk",
      `Plugin ${id} is on disk, but config/uninstalled_plugins.json lists ${marked.join(", ")}: LEDMatrix deletes the directory at its next start`,
      { current: { marked: true }, expected: { marked: false }, ...keepMarked },
      Fix.Manual()
    )
  ]
}

const recordFault = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const { record } = plugin
  if (record === undefined) return NOTHING
  const abandoned = abandonedRecord(plugin, record, around)
  if (abandoned !== undefined) return [abandoned]
  return record.faults.length === 0 ? NOTHING : [invalidRecord(plugin, record, around)]
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

const enabledNotBoolean = (
  { entry, id, record }: PluginFacts,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  if (around.config === undefined || entry?.enabled._tag !== "NotBoolean") return NOTHING
  if (around.state === undefined) {
    return [
      Verdict.Skipped({ because: "its `enabled` is no boolean, and the saved state could not be read" })
    ]
  }
  // If the record has a boolean, rule 3 decides.
  if (record?.salvage.enabled !== undefined) return NOTHING
  return [
    corrupted(
      id,
      "enabled_not_boolean",
      `Plugin ${id} has an enabled in config that is neither true nor false, and no record to tell which is meant`,
      { current: { enabled_is_boolean: false }, expected: { enabled_is_boolean: true } },
      Fix.Manual()
    )
  ]
}
