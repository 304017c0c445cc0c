/** Pure: an installation as a document, so that a sign can be made again from a file. */
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { enabledVote } from "../sources/ConfigView.ts"
import type { Snapshot } from "../sources/Snapshot.ts"
import type { ConfigView } from "../sources/ConfigView.ts"
import type { DiskView } from "../sources/DiskView.ts"
import { isPluginId } from "../plugin/PluginId.ts"
import { DESIRED_SCHEMA, type DesiredFields, type SettingsPatch } from "./DesiredDocument.ts"

export interface ExportOptions {
  /** Names the installed versions. */
  readonly pin: boolean
  /** The settings to be told, by plugin; none are told without them. */
  readonly settings: ReadonlyMap<string, SettingsPatch> | undefined
  readonly systemKeys: ReadonlySet<string>
}

/** The document of what is installed, in the form that `apply` reads. */
export const exported = (
  { config, disk }: { readonly config: ConfigView; readonly disk: DiskView },
  { traits }: Snapshot["host"],
  { pin, settings, systemKeys }: ExportOptions
): { readonly [field: string]: unknown } => {
  const plugins = new Map<string, DesiredFields>()
  for (const { id, version } of disk.plugins) {
    if (plugins.has(id) || systemKeys.has(id) || !isPluginId(id)) continue
    const entry = config.values.get(id)
    const enabled = entry?._tag === "Entry" ? enabledVote(entry.enabled, traits) : undefined
    const told = settings?.get(id)
    plugins.set(id, {
      ...(pin && version !== undefined && { version }),
      ...(enabled !== undefined && { enabled }),
      ...(told !== undefined && Object.keys(told).length > 0 && { settings: told })
    })
  }
  return { schema: DESIRED_SCHEMA, plugins: Object.fromEntries(plugins) }
}

/** What a document can carry of a plugin's settings, and the paths of what it cannot. */
export interface ExportedSettings {
  readonly settings: SettingsPatch
  readonly leftOut: ReadonlyArray<string>
}

/** `isSecret` is asked of each name, with the value under it, and of each value in a list under the name "". */
export const tellable = (
  settings: SettingsPatch,
  isSecret: (name: string, value: JsonValue) => boolean,
  path = ""
): ExportedSettings => {
  const leftOut: Array<string> = []
  const told: Array<readonly [string, JsonValue]> = []
  for (const [name, value] of Object.entries(settings)) {
    const at = path === "" ? name : `${path}.${name}`
    // A patch says by null that something goes.
    if (value === null || isSecret(name, value) || holdsSecret(value, isSecret)) leftOut.push(at)
    else if (isJsonObject(value)) {
      const inner = tellable(value, isSecret, at)
      leftOut.push(...inner.leftOut)
      told.push([name, inner.settings])
    } else told.push([name, value])
  }
  return { settings: Object.fromEntries(told), leftOut }
}

/** The document holds a list whole or not at all: a patch replaces it. */
const holdsSecret = (value: JsonValue, isSecret: (name: string, value: JsonValue) => boolean): boolean =>
  Array.isArray(value) &&
  value.some(
    (item: JsonValue) =>
      isSecret("", item) ||
      holdsSecret(item, isSecret) ||
      (isJsonObject(item) && tellable(item, isSecret).leftOut.length > 0)
  )
