/** Letters made of dots. */

export type Dot = readonly [x: number, y: number]

/** Dots of a bitmap whose rows are numbers: the highest of `width` bits is the leftmost dot. */
export const dotsOf = (rows: ReadonlyArray<number>, width: number): ReadonlyArray<Dot> =>
  rows.flatMap((row, y) =>
    Array.from({ length: width }, (_, x) => [x, y] as const).filter(([x]) => (row >> (width - 1 - x)) & 1)
  )

/** Seven rows of five dots. */
const FONT: { readonly [character: string]: ReadonlyArray<number> } = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  G: [14, 17, 16, 23, 17, 17, 15],
  H: [17, 17, 17, 31, 17, 17, 17],
  I: [14, 4, 4, 4, 4, 4, 14],
  J: [7, 2, 2, 2, 2, 18, 12],
  K: [17, 18, 20, 24, 20, 18, 17],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  N: [17, 17, 25, 21, 19, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  P: [30, 17, 17, 30, 16, 16, 16],
  Q: [14, 17, 17, 17, 21, 18, 13],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  V: [17, 17, 17, 17, 17, 10, 4],
  W: [17, 17, 17, 21, 21, 21, 10],
  X: [17, 17, 10, 4, 10, 17, 17],
  Y: [17, 17, 10, 4, 4, 4, 4],
  Z: [31, 1, 2, 4, 8, 16, 31],
  "0": [14, 17, 19, 21, 25, 17, 14],
  "1": [4, 12, 4, 4, 4, 4, 14],
  "2": [14, 17, 1, 2, 4, 8, 31],
  "3": [31, 2, 4, 2, 1, 17, 14],
  "4": [2, 6, 10, 18, 31, 2, 2],
  "5": [31, 16, 30, 1, 1, 17, 14],
  "6": [6, 8, 16, 30, 17, 17, 14],
  "7": [31, 1, 2, 4, 8, 8, 8],
  "8": [14, 17, 17, 14, 17, 17, 14],
  "9": [14, 17, 17, 15, 1, 2, 12]
}

const LETTER_WIDTH = 5
const SPACE_WIDTH = 3

export interface Lettering {
  readonly width: number
  readonly dots: ReadonlyArray<Dot>
}

/** A line of text, seven dots high. What the font does not have is a gap. */
export const lettering = (text: string): Lettering => {
  const dots: Array<Dot> = []
  let width = 0
  for (const character of text) {
    const letter = FONT[character]
    const left = width === 0 ? 0 : width + 1
    if (letter !== undefined) for (const [x, y] of dotsOf(letter, LETTER_WIDTH)) dots.push([left + x, y])
    width = left + (letter === undefined ? SPACE_WIDTH : LETTER_WIDTH)
  }
  return { width, dots }
}
