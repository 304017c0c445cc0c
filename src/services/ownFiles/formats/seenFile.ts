/**
 * `data/reconciler/plugins.json`: the plugins directory in which several plugins were seen last, so that an empty one
 * can be told from one whose disk is not mounted; and the plugins that had an entry then, so that one which LEDMatrix has
 * begun to take away can be told from one that never had any.
 */
import { byCodePoint } from "../../../domain/plugin/PluginId.ts"
import type { SeenPlugins } from "../../../domain/sources/SeenPlugins.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"

/** In our directory. */
export const SEEN = "plugins.json"

export const seenOf = (parsed: unknown): SeenPlugins | undefined => {
  if (!isJsonObject(parsed)) return undefined
  const { entries, plugins_directory: directory } = parsed
  return {
    directory: typeof directory === "string" ? directory : undefined,
    entries: new Set(Array.isArray(entries) ? entries.filter((id) => typeof id === "string") : [])
  }
}

export const printSeen = ({ directory, entries }: SeenPlugins): string =>
  `${JSON.stringify({ plugins_directory: directory ?? null, entries: [...entries].toSorted(byCodePoint) })}\n`
