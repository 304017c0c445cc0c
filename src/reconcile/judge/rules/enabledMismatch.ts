/** Rule 3: entry and record, or entry and display, disagree about `enabled`. Only a boolean can win. */
import { Option } from "effect"
import { setValue } from "../../../domain/changes/Change.ts"
import { type Edit, Evidence } from "../../../domain/changes/Evidence.ts"
import { jsonOf } from "../../../domain/changes/jsonOf.ts"
import { Repair } from "../../../domain/changes/Repair.ts"
import { type ConfigEntry, type ConfigView, enabledVote } from "../../../domain/sources/ConfigView.ts"
import { type Finding, Fix, type Reason } from "../../../domain/findings/Finding.ts"
import { type RecordReading, switchedStatus } from "../../../domain/sources/StateRecord.ts"
import type { JsonValue } from "../../../json/JsonValue.ts"
import { valueAt } from "../../../json/valueAt.ts"
import { winner } from "../facts/authority.ts"
import { desiredEnabled } from "../desired/desire.ts"
import { againstDisplay } from "./display.ts"
import { addEntry, asRead, editRecord } from "./repairs.ts"
import { uninstallUnderWay, postponed } from "../facts/uninstallUnderWay.ts"
import { isUninstalled, type PluginFacts, type SnapshotFacts } from "../facts/PluginFacts.ts"
import { clear, found, skipped, type Verdict } from "./Verdict.ts"

const NO_RECORD = clear("the saved state has no record of it")
const NO_VOTE = clear("its record holds no boolean; rule 5 speaks for it")
const AGREED = clear("config and saved state agree")
const AS_DESIRED = clear("its record says what the desired state wants")
const NOWHERE = clear("it has no entry and is not on disk")
const UNINSTALLED = clear("it was uninstalled and has no entry")
const UNREADABLE = skipped("config or saved state could not be read")
const DISK_UNREADABLE = skipped("it has no entry, and the plugins directory could not be read")
const UNKNOWN_UNINSTALLED = skipped("it has no entry, and it is not known which plugins were uninstalled")

export const enabledMismatch = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const { config, state } = around
  if (state === "retired") return againstDisplay(plugin, around)
  if (config === undefined || state === undefined) return UNREADABLE
  const { entry, record } = plugin
  if (record === undefined) return NO_RECORD
  const saved = record.salvage.enabled
  if (saved === undefined) return NO_VOTE
  const desired = desiredEnabled(plugin, around)
  if (desired !== undefined && (entry !== undefined || plugin.installed.length > 0)) {
    // Rule 6 speaks for the entry.
    return saved === desired ? AS_DESIRED : [found(recordGivesWay(plugin.id, record, saved, desired, []))]
  }
  return entry === undefined
    ? withoutEntry(plugin, record, saved, around)
    : withEntry(plugin.id, entry, config, record, saved, around)
}

const withEntry = (
  id: string,
  entry: ConfigEntry,
  config: ConfigView,
  record: RecordReading,
  saved: boolean,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  const vote = enabledVote(entry.enabled, around.snapshot.host.traits)
  if (vote === saved) return AGREED
  const { ledger, takenAtMs } = around.snapshot
  const agreement = ledger.agreements.get(id)
  if (
    vote !== undefined &&
    winner(around.policy.authority, { entry: vote, record, agreement, config, nowMs: takenAtMs }) === "config"
  ) {
    return [found(recordGivesWay(id, record, saved, vote, entryAsRead(id, entry)))]
  }
  const configSays = entry.enabled._tag === "NotBoolean" ? entry.enabled.value : vote
  const fix = entryGivesWay(id, entry, record, saved)
  return [found(mismatch(id, configSays, saved, "state", "config_differs", fix))]
}

const withoutEntry = (
  { id, installed, key }: PluginFacts,
  record: RecordReading,
  saved: boolean,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  if (around.disk === undefined) return DISK_UNREADABLE
  if (installed.length === 0) return NOWHERE
  if (around.uninstalled !== undefined && isUninstalled(around.uninstalled, id)) return UNINSTALLED
  if (!saved) return AGREED
  const recordYields = around.policy.authority === "config"
  if (!recordYields && key !== "free") {
    return [found(mismatch(id, false, saved, "state", "entry_not_writable", Fix.Manual()))]
  }
  if (around.uninstalled === undefined) return UNKNOWN_UNINSTALLED
  const none = Evidence.Value({ file: "config", key: [id], value: Option.none() })
  if (recordYields) return [found(recordGivesWay(id, record, saved, false, [none]))]
  const finding = mismatch(id, false, saved, "state", "config_differs", addEntry(id, "config_differs", saved))
  return [found(postponed(finding, uninstallUnderWay(id, around)))]
}

/** The other side rests on it too: LEDMatrix, where it is asked, sets both. */
const entryAsRead = (id: string, { enabled }: ConfigEntry): ReadonlyArray<Evidence> => {
  const value = enabled._tag === "Absent" ? Option.none() : Option.some(jsonOf(enabled.value))
  return [
    Evidence.Object({ file: "config", key: [id] }),
    Evidence.Value({ file: "config", key: [id, "enabled"], value })
  ]
}

const entryGivesWay = (id: string, entry: ConfigEntry, record: RecordReading, to: boolean): Fix => {
  const at = { plugin: id, cause: "config_differs", file: "config", key: [id, "enabled"] } as const
  const from = entry.enabled._tag === "Absent" ? undefined : jsonOf(entry.enabled.value)
  return Fix.Auto({
    repair: Repair.Edit({
      changes: [setValue(at, from, to)],
      given: [asRead(id, record), ...entryAsRead(id, entry)]
    })
  })
}

/** The status follows where it says something else. */
const recordGivesWay = (
  id: string,
  record: RecordReading,
  saved: boolean,
  to: boolean,
  given: ReadonlyArray<Evidence>
): Finding => {
  const at = { plugin: id, cause: "config_differs", file: "state" } as const
  const { status } = record.salvage
  const follows = switchedStatus(to)
  const setEnabled = setValue({ ...at, key: ["states", id, "enabled"] }, saved, to)
  const changes = (): Edit["changes"] => {
    if (follows === status) return [setEnabled]
    // What stands there may be no status of LEDMatrix.
    const before = status ?? valueAt({ record: record.value }, ["record", "status"])
    return [setEnabled, setValue({ ...at, key: ["states", id, "status"] }, before, follows)]
  }
  return mismatch(id, to, saved, "config", "config_differs", editRecord(id, record, changes(), given))
}

const mismatch = (
  id: string,
  configSays: unknown,
  saved: boolean,
  stands: "config" | "state",
  reason: Reason,
  fix: Fix
): Finding => {
  const entry = shownValue(configSays)
  return {
    id,
    type: "plugin_enabled_mismatch",
    reason,
    description: `Plugin ${id} enabled state mismatch: config=${asPython(entry)}, state_manager=${asPython(saved)}`,
    current: { enabled: stands === "state" ? entry : saved },
    expected: { enabled: stands === "state" ? saved : entry },
    fix
  }
}

/** A value of `enabled` as it may be shown: whole where it is small, its kind where it is not. */
const shownValue = (value: unknown): JsonValue => {
  if (typeof value === "string") return value.length > 40 ? `${value.slice(0, 40)}…` : value
  if (typeof value === "boolean" || typeof value === "number" || value === null) return value
  return Array.isArray(value) ? "‹list›" : "‹object›"
}

/** As Python prints it, because LEDMatrix's descriptions do. */
const asPython = (value: JsonValue): string => {
  if (value === true) return "True"
  if (value === false) return "False"
  if (value === null) return "None"
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value)
}
