/**
 * The right key of a plugin's settings where they stand under a wrong one: an old name (`weather`, whose plugin is
 * `ledmatrix-weather`), another spelling (`odds_ticker`), or a slip of one letter.
 */
import { editDistance } from "../text/editDistance.ts"
import { lastSegment, namesOf, type Registry } from "./Registry.ts"

/** In a shorter name one letter makes another word. */
const SLIP_LENGTH_MIN = 4

const normal = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[_. ]/gu, "-")
    .replace(/^ledmatrix-/u, "")

const isSlip = (a: string, b: string): boolean =>
  Math.abs(a.length - b.length) <= 1 &&
  Math.min(a.length, b.length) >= SLIP_LENGTH_MIN &&
  editDistance(a, b) === 1

/**
 * The id of the one plugin that `key` most likely means, of those `installed` and those in the `registry`; `undefined`
 * where there is none, or several are as near.
 */
export const nearestKey = (
  key: string,
  installed: Iterable<string>,
  registry: Registry
): string | undefined => {
  const offered = registry.entries.map((entry) => {
    // The manifest's id, as far as the registry tells it.
    const segment = lastSegment(entry.plugin_path)
    return { id: segment === "" ? entry.id : segment, names: namesOf(entry) }
  })
  const plugins = [...Array.from(installed, (id) => ({ id, names: [id] })), ...offered].map(
    ({ id, names }) => ({
      id,
      names: names.map(normal)
    })
  )
  const wrong = normal(key)
  const same = idsOf(plugins, (name) => name === wrong)
  const ids = same.size > 0 ? same : idsOf(plugins, (name) => isSlip(name, wrong))
  const [only, ...others] = [...ids].filter((id) => id !== key)
  return others.length === 0 ? only : undefined
}

const idsOf = (
  plugins: ReadonlyArray<{ readonly id: string; readonly names: ReadonlyArray<string> }>,
  is: (name: string) => boolean
): ReadonlySet<string> => new Set(plugins.flatMap(({ id, names }) => (names.some(is) ? [id] : [])))
