/** What `config/config.json` says, reduced to what the rules look at. Settings of plugins stay out. */
import type { HostTraits } from "../host/HostVersion.ts"
import { isJsonObject } from "../../json/JsonValue.ts"

/** `enabled` of an entry: a boolean, nothing at all (LEDMatrix's version says what that means), or something else. */
export type EntryEnabled =
  | { readonly _tag: "Boolean"; readonly value: boolean }
  | { readonly _tag: "Absent" }
  | { readonly _tag: "NotBoolean"; readonly value: unknown }

/** An object under a top-level key. Whether it is a plugin's is for the rules to say (system keys). */
export interface ConfigEntry {
  readonly _tag: "Entry"
  readonly enabled: EntryEnabled
  readonly version: string | undefined
  /** Names of the settings beside `enabled` and `version`; their values are not read. */
  readonly settings: ReadonlyArray<string>
  /** The entry is exactly `{"enabled": false}`: what LEDMatrix's own reconciler writes, no one's settings. */
  readonly bare: boolean
}

/** A top-level key with a value that is no object. */
export interface NotAnEntry {
  readonly _tag: "NotAnEntry"
}

/** What `config/config.json` says, by top-level key. Values of settings are left out. */
export interface ConfigView {
  readonly values: ReadonlyMap<string, ConfigEntry | NotAnEntry>
  /** `plugin_system.plugins_directory` as it stands there, unchecked; `undefined` where it is not set. */
  readonly pluginsDirectory: unknown
  /** Modification time of the file, milliseconds since the epoch. */
  readonly modifiedAtMs: number
}

const ABSENT: EntryEnabled = { _tag: "Absent" }
const TRUE: EntryEnabled = { _tag: "Boolean", value: true }
const FALSE: EntryEnabled = { _tag: "Boolean", value: false }
const NOT_AN_ENTRY: NotAnEntry = { _tag: "NotAnEntry" }

const entryEnabled = (entry: { readonly [key: string]: unknown }): EntryEnabled => {
  if (!Object.hasOwn(entry, "enabled")) return ABSENT
  const value = entry["enabled"]
  if (typeof value === "boolean") return value ? TRUE : FALSE
  return { _tag: "NotBoolean", value }
}

/** Reads one top-level value of the config. */
export const configValue = (value: unknown): ConfigEntry | NotAnEntry => {
  if (!isJsonObject(value)) return NOT_AN_ENTRY
  const enabled = entryEnabled(value)
  const version = Object.hasOwn(value, "version") ? value["version"] : undefined
  const keys = Object.keys(value)
  return {
    _tag: "Entry",
    enabled,
    version: typeof version === "string" ? version : undefined,
    settings: keys.filter((key) => key !== "enabled" && key !== "version"),
    bare: enabled === FALSE && keys.length === 1
  }
}

/** Whether a value is an entry without settings, switched off: it may give way to one with settings. */
export const isBareEntry = (value: unknown): boolean => {
  const read = configValue(value)
  return read._tag === "Entry" && read.bare
}

/** Reads the parsed file. */
export const configView = (parsed: { readonly [key: string]: unknown }, modifiedAtMs: number): ConfigView => {
  const values = new Map<string, ConfigEntry | NotAnEntry>()
  for (const key of Object.keys(parsed)) values.set(key, configValue(parsed[key]))
  const system = parsed["plugin_system"]
  const pluginsDirectory = isJsonObject(system) ? system["plugins_directory"] : undefined
  return { values, pluginsDirectory, modifiedAtMs }
}

/** What an entry counts as when it is compared: an absent `enabled` as LEDMatrix reads it; a non-boolean has no vote. */
export const enabledVote = (
  enabled: EntryEnabled,
  { absentEnabled }: Pick<HostTraits, "absentEnabled">
): boolean | undefined =>
  enabled._tag === "Boolean" ? enabled.value : enabled._tag === "Absent" ? absentEnabled : undefined
