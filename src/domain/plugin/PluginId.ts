/**
 * Three names for one plugin. The *id* is what its manifest says, and the key of its entry and record; the
 * *directory* is the name under which it lies on disk; the *registry id* is what the store calls it. They
 * are often equal and never to be mixed up.
 */
import type { PluginId } from "../schemas.ts"

/** What LEDMatrix accepts as a plugin id where it checks one at all; 128 characters keep it a file name. */
export const VALID_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/u

export type { PluginId }

/**
 * Whether LEDMatrix accepts this as a plugin id: 1 to 128 letters, digits, `.`, `_`, `-`; the first is a
 * letter or a digit.
 */
export const isPluginId = (id: string): id is PluginId => VALID_ID.test(id)

/** The prefix that some plugins carry in their manifest id but not in the registry. */
const PREFIX = "ledmatrix-"

/** The id without `ledmatrix-`, where it has that prefix and something is left. */
export const withoutPrefix = (id: string): string | undefined =>
  id.length > PREFIX.length && id.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined

/** The other spelling of a name: with `ledmatrix-` where it lacks it, without where it has it. */
export const otherSpelling = (id: string): string => withoutPrefix(id) ?? PREFIX + id

/** Code point order, the order of every list that this program prints. */
export const byCodePoint = (a: string, b: string): number => {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** UTF-16 puts surrogates (code points above U+FFFF) before U+E000..U+FFFF; this puts them after. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit)
