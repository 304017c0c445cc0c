/** Pure: which top-level keys of config are LEDMatrix's own. */
import type { Policy } from "../../../domain/Policy.ts"
import type { Snapshot } from "../../../domain/sources/Snapshot.ts"
import { namesOf } from "../../../domain/store/Registry.ts"
import type { Surroundings } from "./PluginFacts.ts"

type Sources = Pick<Surroundings, "state" | "uninstalled" | "byId" | "broken">

/**
 * The listed ones, and each object of LEDMatrix's own template of which nothing says that it is a plugin: a new version
 * of LEDMatrix has new settings, and an owner's own plugin may have the name of one.
 */
export const systemKeysOf = (
  { host, store }: Snapshot,
  { systemKeys }: Policy,
  { broken, byId, state, uninstalled }: Sources
): ReadonlySet<string> => {
  const unlisted = [...host.templateKeys].filter((key) => !systemKeys.has(key))
  if (unlisted.length === 0) return systemKeys
  const registered = new Set(store.registry?.entries.flatMap(namesOf))
  const isPlugin = (key: string): boolean =>
    byId.has(key) ||
    broken.has(key) ||
    state?.records.has(key) === true ||
    uninstalled?.marks.has(key) === true ||
    registered.has(key)
  return new Set([...systemKeys, ...unlisted.filter((key) => !isPlugin(key))])
}
