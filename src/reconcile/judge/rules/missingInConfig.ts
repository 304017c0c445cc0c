/** Rule 1: a plugin on disk, not uninstalled, that has no entry in config. */
import { type Finding, Fix, type Reason } from "../../../domain/findings/Finding.ts"
import { addEntry } from "./repairs.ts"
import { uninstallUnderWay, postponed } from "../facts/uninstallUnderWay.ts"
import { isUninstalled, type PluginFacts, type SnapshotFacts } from "../facts/PluginFacts.ts"
import { clear, found, skipped, type Verdict } from "./Verdict.ts"

const HAS_ENTRY = clear("config has an entry for it")
const NOT_ON_DISK = clear("it is not on disk")
const BROKEN_NAME = clear("a directory of this name has a broken manifest; rule 5 speaks for it")
const UNINSTALLED = clear("it was uninstalled, so it needs no entry")
const UNREADABLE = skipped("config or the plugins directory could not be read")
const UNKNOWN_UNINSTALLED = skipped("it is not known which plugins were uninstalled")

export const missingInConfig = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  if (around.config === undefined || around.disk === undefined) return UNREADABLE
  if (plugin.entry !== undefined) return HAS_ENTRY
  if (plugin.installed.length === 0) return NOT_ON_DISK
  if (around.broken.has(plugin.id)) return BROKEN_NAME
  if (around.uninstalled !== undefined && isUninstalled(around.uninstalled, plugin.id)) return UNINSTALLED
  if (plugin.key === "not_object") return [found(missing(plugin, "key_not_object", Fix.Manual()))]
  if (plugin.key === "system") return [found(missing(plugin, "system_key", Fix.Manual()))]
  if (around.uninstalled === undefined) return UNKNOWN_UNINSTALLED
  const finding = missing(plugin, "no_entry", addEntry(plugin.id, "no_entry", false))
  return [found(postponed(finding, uninstallUnderWay(plugin.id, around)))]
}

const missing = (plugin: PluginFacts, reason: Reason, fix: Fix): Finding => ({
  id: plugin.id,
  type: "plugin_missing_in_config",
  reason,
  description: `Plugin ${plugin.id} exists on disk but not in config`,
  current: { exists_in_config: false },
  expected: { exists_in_config: true, enabled: false },
  fix
})
