/** What a run would change in files, for people. */
import type { DiffLine, FileDiff } from "../../../domain/findings/FileDiff.ts"
import { safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { clipped } from "../text/wrapped.ts"

const SIGN = { removed: "-", added: "+", same: " " } as const

/** A configuration in one line has a few thousand; more is nothing that somebody could read. */
const LINE_MAX = 4000

const line = ({ change, line: number, text }: DiffLine, width: number, style: Style): string => {
  const paint = { removed: style.bad, added: style.good, same: style.dim }[change]
  const shown = style.columns === Infinity ? safeText(text) : clipped(safeText(text), LINE_MAX)
  return paint(`${String(number).padStart(width)} ${SIGN[change]} ${shown}`)
}

const section = (diff: FileDiff, style: Style): ReadonlyArray<string> => {
  if (!("lines" in diff)) return [`${style.bold(safeText(diff.plugin_id))}: ${safeText(diff.becomes)}`]
  return [style.bold(safeText(diff.file)), ...linesView(diff.lines, style)]
}

/** Lines of one file. */
export const linesView = (lines: ReadonlyArray<DiffLine>, style: Style): ReadonlyArray<string> => {
  const width = String(Math.max(...lines.map(({ line: number }) => number))).length
  return lines.map((one) => line(one, width, style))
}

/** The lines, without their line feeds. */
export const diffView = (diffs: ReadonlyArray<FileDiff>, style: Style): ReadonlyArray<string> =>
  diffs.length === 0
    ? ["No file would change."]
    : diffs.flatMap((diff, at) => (at === 0 ? section(diff, style) : ["", ...section(diff, style)]))
