/** Rule 3: entry and record disagree about `enabled`. Only a boolean can win. */
import { Action, ConfigEdit, StateEdit } from "../../../domain/changes/Action.ts"
import { type ConfigEntry, type ConfigView, enabledVote } from "../../../domain/sources/ConfigView.ts"
import { type Finding, Fix, type Reason } from "../../../domain/findings/Finding.ts"
import type { RecordReading } from "../../../domain/sources/StateRecord.ts"
import type { JsonValue } from "../../../json/JsonValue.ts"
import { winner } from "./authority.ts"
import { isUninstalled, type PluginFacts, type Surroundings } from "./PluginFacts.ts"
import { clear, found, skipped, type Verdict } from "./Verdict.ts"

const NO_RECORD = clear("the saved state has no record of it")
const NO_VOTE = clear("its record holds no boolean; rule 5 speaks for it")
const AGREED = clear("config and saved state agree")
const NOWHERE = clear("it has no entry and is not on disk")
const UNINSTALLED = clear("it was uninstalled and has no entry")
const UNREADABLE = skipped("config or saved state could not be read")
const DISK_UNREADABLE = skipped("it has no entry, and the plugins directory could not be read")
const UNKNOWN_UNINSTALLED = skipped("it has no entry, and nobody can say which plugins were uninstalled")

export const enabledMismatch = (plugin: PluginFacts, around: Surroundings): ReadonlyArray<Verdict> => {
  const { config, state } = around
  if (config === undefined || state === undefined) return UNREADABLE
  const { entry, record } = plugin
  if (record === undefined) return NO_RECORD
  const saved = record.salvage.enabled
  if (saved === undefined) return NO_VOTE
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
  around: Surroundings
): ReadonlyArray<Verdict> => {
  const vote = enabledVote(entry.enabled)
  if (vote === saved) return AGREED
  const { authority } = around.policy
  const stands =
    vote === undefined
      ? "state"
      : winner(authority, {
          entry: vote,
          record,
          agreement: around.snapshot.ledger.agreements.get(id),
          config,
          nowMs: around.snapshot.takenAtMs
        })
  const configSays = entry.enabled._tag === "NotBoolean" ? entry.enabled.value : vote
  return stands === "config" && vote !== undefined
    ? [found(recordGivesWay(id, record, saved, vote))]
    : [
        found(
          mismatch(id, configSays, saved, "state", "config_differs", {
            edit: ConfigEdit.SetEntryEnabled({ id, from: entry.enabled, to: saved })
          })
        )
      ]
}

const withoutEntry = (
  { id, installed, key }: PluginFacts,
  record: RecordReading,
  saved: boolean,
  around: Surroundings
): ReadonlyArray<Verdict> => {
  if (around.disk === undefined) return DISK_UNREADABLE
  if (installed.length === 0) return NOWHERE
  if (around.uninstalled !== undefined && isUninstalled(around.uninstalled, id)) return UNINSTALLED
  if (!saved) return AGREED
  const recordYields = around.policy.authority === "config"
  if (!recordYields && key !== "free") {
    return [found(mismatch(id, false, saved, "state", "entry_not_writable", undefined))]
  }
  if (around.uninstalled === undefined) return UNKNOWN_UNINSTALLED
  if (recordYields) return [found(recordGivesWay(id, record, saved, false))]
  const edit = ConfigEdit.AddEntry({ id, enabled: saved })
  return [found(mismatch(id, false, saved, "state", "config_differs", { edit }))]
}

const recordGivesWay = (id: string, record: RecordReading, saved: boolean, to: boolean): Finding => ({
  ...mismatch(id, to, saved, "config", "config_differs", undefined),
  fix: Fix.Auto({ action: Action.EditState({ edit: StateEdit.SetRecordEnabled({ id, from: record, to }) }) })
})

const mismatch = (
  id: string,
  configSays: unknown,
  saved: boolean,
  stands: "config" | "state",
  reason: Reason,
  change: { readonly edit: ConfigEdit } | undefined
): Finding => {
  const entry = shownValue(configSays)
  return {
    id,
    type: "plugin_enabled_mismatch",
    reason,
    description: `Plugin ${id} enabled state mismatch: config=${asPython(entry)}, state_manager=${asPython(saved)}`,
    current: { enabled: stands === "state" ? entry : saved },
    expected: { enabled: stands === "state" ? saved : entry },
    fix: change === undefined ? Fix.Manual() : Fix.Auto({ action: Action.EditConfig(change) })
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
