/**
 * Lines of aligned columns. The last one takes what the terminal leaves, and is wrapped there; where that is too
 * little, it stands below the others.
 */
import { displayWidth } from "./displayWidth.ts"
import type { Style } from "./Style.ts"
import { clipped, wrapped } from "./wrapped.ts"

export interface Cell {
  /** Safe to print; measured before it is painted. */
  readonly text: string
  readonly paint?: (text: string) => string
}

/** The cells that are aligned, and the paragraphs of the last column. */
export interface Row {
  readonly cells: ReadonlyArray<Cell>
  readonly last: ReadonlyArray<Cell>
}

const GAP = 2

/** A last column narrower than this is not worth wrapping. */
const LAST_MIN = 24

/** Wider cells are exceptions: one of them must not take the place of all others. */
const CELL_MAX = 36

/** How far what stands below is set in. */
const BELOW = "  "

const painted = ({ paint, text }: Cell, shown = text): string => (paint === undefined ? shown : paint(shown))

/** No sentence of ours is as long. */
const TEXT_MAX = 1500

/** Where the output is no terminal, texts stay whole for programs that read them; only the alignment is bounded. */
const fitting = (cell: Cell, { columns }: Style): Cell =>
  columns === Infinity
    ? cell
    : { ...cell, text: clipped(cell.text, Math.min(CELL_MAX, columns - BELOW.length)) }

const padded = (cell: Cell, width: number): string =>
  painted(cell) + " ".repeat(Math.max(GAP, width - displayWidth(cell.text)))

const widths = (rows: ReadonlyArray<ReadonlyArray<Cell>>): ReadonlyArray<number> =>
  rows.reduce<ReadonlyArray<number>>(
    (sofar, row) =>
      Array.from({ length: Math.max(sofar.length, row.length) }, (_, column) =>
        Math.max(sofar[column] ?? 0, Math.min(CELL_MAX, displayWidth(row[column]?.text ?? "")))
      ),
    []
  )

const aligned = (cells: ReadonlyArray<Cell>, fixed: ReadonlyArray<number>): string =>
  cells.map((cell, column) => padded(cell, (fixed[column] ?? 0) + GAP)).join("")

const paragraphs = (last: ReadonlyArray<Cell>, room: number): ReadonlyArray<string> =>
  last.flatMap((cell) => {
    const shown = room === Infinity ? cell.text : clipped(cell.text, TEXT_MAX)
    return wrapped(shown, room).map((text) => painted(cell, text))
  })

const beside = ({ cells, last }: Row, fixed: ReadonlyArray<number>, room: number): ReadonlyArray<string> => {
  const indent = " ".repeat(fixed.reduce((sum, width) => sum + width + GAP, 0))
  return paragraphs(last, room).map((text, at) =>
    ((at === 0 ? aligned(cells, fixed) : indent) + text).trimEnd()
  )
}

const below = ({ last }: Row, room: number): ReadonlyArray<string> =>
  paragraphs(last, room)
    .filter((text) => text !== "")
    .map((text) => BELOW + text)

/** The first cell, and each other one under it with its name, where it says anything. */
const listed = (
  head: ReadonlyArray<string>,
  { cells, last }: Row,
  columns: number
): ReadonlyArray<string> => [
  ...cells.slice(0, 1).map((cell) => painted(cell)),
  ...cells.flatMap((cell, at) => {
    if (at === 0 || cell.text === "") return []
    const name = head[at]?.toLowerCase() ?? ""
    const title = `${BELOW}${name === "" ? "" : `${name}: `}`
    return [title + painted(cell, clipped(cell.text, Math.max(1, columns - displayWidth(title))))]
  }),
  ...below({ cells, last }, columns - BELOW.length)
]

/** `head` names the columns. No rows, no lines. */
export const table = (
  head: ReadonlyArray<string>,
  rows: ReadonlyArray<Row>,
  style: Style
): ReadonlyArray<string> => {
  if (rows.length === 0) return []
  const titles = head.map((text) => ({ text, paint: style.bold }))
  const shown = rows.map(({ cells, last }) => ({ last, cells: cells.map((cell) => fitting(cell, style)) }))
  const all: ReadonlyArray<Row> = [{ cells: titles.slice(0, -1), last: titles.slice(-1) }, ...shown]
  const fixed = widths(all.map(({ cells }) => cells))
  const indent = fixed.reduce((sum, width) => sum + width + GAP, 0)
  const room = style.columns - indent
  const saysMore = rows.some(({ last }) => last.some(({ text }) => text !== ""))
  if (saysMore ? room >= LAST_MIN : room >= -GAP) return all.flatMap((row) => beside(row, fixed, room))
  if (indent - GAP > style.columns) return shown.flatMap((row) => listed(head, row, style.columns))
  return all.flatMap((row, at) => [
    aligned(row.cells, fixed).trimEnd(),
    ...(at === 0 ? [] : below(row, style.columns - BELOW.length))
  ])
}
