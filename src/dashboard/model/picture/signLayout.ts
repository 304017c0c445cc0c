/** Pure: which dots of the sign are lit, and in which colour. */
import { type Dot, dotsOf, lettering } from "./bitmaps.ts"
import type { Tone } from "../headline.ts"
import type { PluginRow } from "../rows/rows.ts"

export const SIGN_COLUMNS = 64
const LETTERS_TOP = 2
const PLUGINS_TOP = 11
const MARGIN = 2
const PLUGIN_ROWS_MAX = 6

/** How many dots wide and high a plugin is, and how far the next one is away: the more plugins, the smaller. */
const sizeFor = (plugins: number): { readonly dots: number; readonly step: number } => {
  if (plugins <= 40) return { dots: 2, step: 3 }
  return plugins <= 90 ? { dots: 1, step: 2 } : { dots: 1, step: 1 }
}

export type Light = Tone | "off"

export interface SignDots {
  readonly rows: number
  readonly lit: ReadonlyMap<Light, ReadonlyArray<Dot>>
}

const lightOf = ({ enabled, standing }: PluginRow): Light => {
  switch (standing) {
    case "failed":
      return "bad"
    case "person":
    case "waiting":
      return "attention"
    case "note":
    case "fine":
      return enabled === true ? "good" : "off"
  }
}

/** The word, and beneath it a dot for every plugin, as far as there is room. */
export const signLayout = (word: string, tone: Tone, plugins: ReadonlyArray<PluginRow>): SignDots => {
  const { dots, width } = lettering(word)
  const left = Math.max(MARGIN, Math.floor((SIGN_COLUMNS - width) / 2))
  const lit = new Map<Light, Array<Dot>>()
  const light = (colour: Light, dot: Dot): void => {
    const known = lit.get(colour)
    if (known === undefined) lit.set(colour, [dot])
    else known.push(dot)
  }
  for (const [x, y] of dots) light(tone, [left + x, LETTERS_TOP + y])
  const { dots: size, step } = sizeFor(plugins.length)
  const perRow = Math.floor((SIGN_COLUMNS - 2 * MARGIN) / step)
  const pluginRows = Math.min(PLUGIN_ROWS_MAX, Math.max(1, Math.ceil(plugins.length / perRow)))
  for (const [index, plugin] of plugins.slice(0, pluginRows * perRow).entries()) {
    const x = MARGIN + (index % perRow) * step
    const y = PLUGINS_TOP + Math.floor(index / perRow) * step
    for (const [right, down] of dotsOf(
      Array.from({ length: size }, () => 2 ** size - 1),
      size
    ))
      light(lightOf(plugin), [x + right, y + down])
  }
  return { rows: PLUGINS_TOP + (pluginRows - 1) * step + size + LETTERS_TOP, lit }
}
