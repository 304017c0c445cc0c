/** Pure: which of several directories with one id LEDMatrix runs, where its version decides that. */
import type { DiskView, InstalledPlugin } from "../sources/DiskView.ts"
import { byCodePoint } from "../plugin/PluginId.ts"
import type { HostTraits } from "./HostVersion.ts"

/** The one named like the plugin, then the one with the prefix, then the first by name. */
const rank = ({ directory, id }: InstalledPlugin): number =>
  directory === id ? 0 : directory === `ledmatrix-${id}` ? 1 : 2

const byChoice = (a: InstalledPlugin, b: InstalledPlugin): number =>
  rank(a) - rank(b) || byCodePoint(a.directory, b.directory)

/** The same view for the same view: what was concluded from it stands. */
const ordered = new WeakMap<DiskView, DiskView>()

/**
 * The view with the plugins in LEDMatrix's order of choice, so that of two directories with one id the first is the one
 * that runs. As it is where LEDMatrix's choice is chance.
 */
export const inOrderOfChoice = (view: DiskView, { duplicatesDecided }: HostTraits): DiskView => {
  if (!duplicatesDecided || new Set(view.plugins.map(({ id }) => id)).size === view.plugins.length)
    return view
  const known = ordered.get(view)
  if (known !== undefined) return known
  const sorted = { ...view, plugins: view.plugins.toSorted(byChoice) }
  ordered.set(view, sorted)
  return sorted
}
