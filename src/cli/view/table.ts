/** Lines of aligned columns. The last one takes what the terminal leaves, and is wrapped there. */
import { displayWidth } from "./displayWidth.ts"
import type { Style } from "./Style.ts"

export interface Cell {
  /** Safe to print; measured before it is painted. */
  readonly text: string
  readonly paint?: (text: string) => string
}

const GAP = 2

/** A last column narrower than this is not worth wrapping. */
const LAST_MIN = 24

const words = (text: string): ReadonlyArray<string> => text.split(" ")

/** Breaks at spaces; a word that is longer than a line stays whole, so that it can be copied. */
export const wrapped = (text: string, width: number): ReadonlyArray<string> => {
  if (displayWidth(text) <= width) return [text]
  const lines: Array<string> = []
  let line = ""
  for (const word of words(text)) {
    const longer = line === "" ? word : `${line} ${word}`
    if (line !== "" && displayWidth(longer) > width) {
      lines.push(line)
      line = word
    } else {
      line = longer
    }
  }
  return [...lines, line]
}

const padded = (cell: Cell, width: number): string => {
  const text = cell.paint === undefined ? cell.text : cell.paint(cell.text)
  return text + " ".repeat(Math.max(0, width - displayWidth(cell.text)))
}

const widths = (rows: ReadonlyArray<ReadonlyArray<Cell>>): ReadonlyArray<number> =>
  rows.reduce<ReadonlyArray<number>>(
    (sofar, row) =>
      Array.from({ length: Math.max(sofar.length, row.length) }, (_, column) =>
        Math.max(sofar[column] ?? 0, displayWidth(row[column]?.text ?? ""))
      ),
    []
  )

/** The cells that are aligned, and the paragraphs of the last column. */
export interface Row {
  readonly cells: ReadonlyArray<Cell>
  readonly last: ReadonlyArray<Cell>
}

const lines = (row: Row, fixed: ReadonlyArray<number>, style: Style): ReadonlyArray<string> => {
  const indent = fixed.reduce((sum, width) => sum + width + GAP, 0)
  const before = row.cells.map((cell, column) => padded(cell, (fixed[column] ?? 0) + GAP)).join("")
  const room = Math.max(LAST_MIN, style.columns - indent)
  return row.last
    .flatMap((cell) => wrapped(cell.text, room).map((text) => padded({ ...cell, text }, 0)))
    .map((text, at) => ((at === 0 ? before : " ".repeat(indent)) + text).trimEnd())
}

/** `head` names the columns. No rows, no lines. */
export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<Row>,
  style: Style
): ReadonlyArray<string> => {
  if (rows.length === 0) return []
  const titles = head.map((text) => ({ text, paint: style.bold }))
  const all: ReadonlyArray<Row> = [{ cells: titles.slice(0, -1), last: titles.slice(-1) }, ...rows]
  const fixed = widths(all.map(({ cells }) => cells))
  return all.flatMap((row) => lines(row, fixed, style))
}
