/** Pure: which top-level keys of config are LEDMatrix's own. */
import { namesOf } from "../../../domain/store/Registry.ts"
import type { SnapshotFacts } from "./PluginFacts.ts"

/**
 * The listed ones, and each object of LEDMatrix's own template of which nothing says that it is a plugin: a new version
 * of LEDMatrix has new settings, and an owner's own plugin may have the name of one.
 */
export const systemKeysOf = ({
  broken,
  byId,
  policy: { systemKeys },
  records,
  snapshot: { host, store },
  uninstalled
}: Omit<SnapshotFacts, "systemKeys">): ReadonlySet<string> => {
  const unlisted = [...host.templateKeys].filter((key) => !systemKeys.has(key))
  if (unlisted.length === 0) return systemKeys
  const registered = new Set(store.registry?.entries.flatMap(namesOf))
  const isPlugin = (key: string): boolean =>
    byId.has(key) ||
    broken.has(key) ||
    records.has(key) ||
    uninstalled?.marks.has(key) === true ||
    registered.has(key)
  return new Set([...systemKeys, ...unlisted.filter((key) => !isPlugin(key))])
}
