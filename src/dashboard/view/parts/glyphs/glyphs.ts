/** Signs of seven by seven dots, drawn like the letters of a sign. */
import { dotsOf } from "../../../model/picture/bitmaps.ts"

const SIZE = 7

const BITMAPS = {
  check: [0b0000000, 0b0000001, 0b0000011, 0b1000110, 0b1101100, 0b0111000, 0b0010000],
  cross: [0b1000001, 0b1100011, 0b0110110, 0b0011100, 0b0110110, 0b1100011, 0b1000001],
  alert: [0b0011100, 0b0011100, 0b0011100, 0b0011100, 0b0000000, 0b0011100, 0b0011100],
  person: [0b0011100, 0b0011100, 0b0001000, 0b0111110, 0b1011101, 0b0010100, 0b0110110],
  pause: [0b0000000, 0b0110110, 0b0110110, 0b0110110, 0b0110110, 0b0110110, 0b0000000],
  play: [0b0110000, 0b0111000, 0b0111100, 0b0111110, 0b0111100, 0b0111000, 0b0110000],
  info: [0b0011100, 0b0011100, 0b0000000, 0b0111100, 0b0001100, 0b0001100, 0b0111111],
  undo: [0b0010000, 0b0110000, 0b1111110, 0b0110001, 0b0010001, 0b0000001, 0b0011110],
  refresh: [0b0011101, 0b0100011, 0b1000111, 0b1000000, 0b1000001, 0b0100010, 0b0011100],
  search: [0b0111000, 0b1000100, 0b1000100, 0b1000100, 0b0111000, 0b0000110, 0b0000011],
  down: [0b0001000, 0b0001000, 0b0101010, 0b0011100, 0b0001000, 0b0000000, 0b1111111],
  dash: [0b0000000, 0b0000000, 0b0000000, 0b0111110, 0b0000000, 0b0000000, 0b0000000],
  differs: [0b0000010, 0b0000100, 0b1111111, 0b0001000, 0b1111111, 0b0010000, 0b0100000],
  more: [0b0010000, 0b0011000, 0b0001100, 0b0000110, 0b0001100, 0b0011000, 0b0010000]
}

export type GlyphName = keyof typeof BITMAPS

/** Squares, since at this size round dots are no shape any more. */
const squares = (rows: ReadonlyArray<number>): string =>
  dotsOf(rows, SIZE)
    .map(([x, y]) => `M${x} ${y}h1v1h-1z`)
    .join("")

const paths = new Map<GlyphName, string>()

export const glyphPath = (name: GlyphName): string => {
  const known = paths.get(name)
  if (known !== undefined) return known
  const path = squares(BITMAPS[name])
  paths.set(name, path)
  return path
}
