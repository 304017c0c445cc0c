/** Entry and record of a world as the JSON that would stand in the files. */
import type { PluginCells } from "./World.ts"

/** A value of `enabled` that is no boolean. */
export const OTHER_ENABLED = "yes"

/** A record that is no object. */
export const SCALAR_RECORD = "enabled"

export const entryJson = (plugin: PluginCells): { readonly [key: string]: unknown } => {
  const enabled = plugin.enabled()
  const version = plugin.entryVersion()
  return {
    ...(enabled === "absent" ? {} : { enabled: enabled === "other" ? OTHER_ENABLED : enabled }),
    ...(version === undefined ? {} : { version }),
    ...settingsJson(plugin)
  }
}

/** What an entry holds beside `enabled` and `version`. */
export const settingsJson = (plugin: PluginCells): { readonly city?: string } =>
  plugin.settings() ? { city: plugin.city() } : {}

/** The fields of a record that can be faulty here. */
export const coreJson = (id: string, plugin: PluginCells): { readonly [field: string]: unknown } => {
  const enabled = plugin.recorded()
  const status = plugin.status()
  return {
    plugin_id: id,
    status: status === "bad" ? "sleeping" : status,
    ...(enabled === "bad" ? {} : { enabled }),
    ...(plugin.fault() ? { stray: 1 } : {})
  }
}

export const recordJson = (id: string, plugin: PluginCells): unknown => {
  if (plugin.record() === "scalar") return SCALAR_RECORD
  const version = plugin.recordVersion()
  const lastUpdated = plugin.recordTime()
  return {
    ...coreJson(id, plugin),
    ...(version === undefined ? {} : { version }),
    installed_at: null,
    ...(lastUpdated === undefined ? {} : { last_updated: lastUpdated }),
    config_version: plugin.counter(),
    metadata: {}
  }
}
