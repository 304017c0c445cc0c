/** Past runs for people, and what an undoing put back. */
import { changeWords } from "../../../domain/changes/changeWords.ts"
import type { JournalChange } from "../../../domain/changes/Journal.ts"
import type { History, PastRun } from "../../../reconcile/look/history.ts"
import type { Undone } from "../../../operations/undo/undo.ts"
import { changedLines } from "../change/operationView.ts"
import { withOwnCommands } from "../text/ownCommand.ts"
import { seenSpaces } from "../../../domain/text/seenText.ts"
import { safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { type Row, table } from "../text/table.ts"
import { paragraph, wrapped } from "../text/wrapped.ts"

/** Longer lists are for programs. */
const CHANGES_SHOWN = 8

/** Names in which also a space at the end is seen. */
const path = (key: ReadonlyArray<string>): string => key.map(seenSpaces).join(" › ")

const changeText = (change: JournalChange): string => {
  const { file, key, what } = changeWords(change)
  return `${[file, ...(key.length === 0 ? [] : [path(key)]), what].join(": ")} (${change.reason})`
}

const stateOf = ({ status, undoes, undone_by }: PastRun, style: Style) => {
  if (undone_by !== null) return { text: `undone by ${undone_by}`, paint: style.dim }
  if (status !== "done") return { text: "interrupted", paint: style.warn }
  return { text: undoes === undefined ? "" : `undid ${undoes}`, paint: style.dim }
}

const row = (run: PastRun, style: Style): Row => {
  const state = stateOf(run, style)
  const shown = run.changes.slice(0, CHANGES_SHOWN)
  const more = run.changes.length - shown.length
  return {
    cells: [
      { text: safeText(run.run_id) },
      { text: safeText(run.started_at.slice(0, 19).replace("T", " ")) },
      { text: safeText(run.command), paint: style.bold }
    ],
    last: [
      ...(state.text === "" ? [] : [state]),
      ...shown.map((change) => ({ text: safeText(changeText(change)) })),
      ...(more > 0 ? [{ text: `and ${more} more; --json tells all`, paint: style.dim }] : [])
    ]
  }
}

/** The lines, without their line feeds. */
export const historyView = ({ runs, unreadable }: History, style: Style): ReadonlyArray<string> => [
  ...table(
    ["RUN", "STARTED", "COMMAND", "CHANGES"],
    runs.map((run) => row(run, style)),
    style
  ),
  ...(runs.length === 0 ? ["No run has changed anything yet."] : []),
  ...unreadable.map((name) =>
    style.warn(`data/reconciler/journal/${safeText(name)} cannot be read; it is left out`)
  )
]

/** Below the first letter of what was put back. */
const BELOW = " ".repeat(14)

const listed = (word: string, what: string, { columns }: Style): ReadonlyArray<string> =>
  wrapped(safeText(what), columns - BELOW.length).map(
    (line, at) => (at === 0 ? `  ${word}`.padEnd(BELOW.length) : BELOW) + line
  )

export const undoneView = (undone: Undone, style: Style): ReadonlyArray<string> => [
  ...paragraph(`${safeText(undone.message)}.`, style.columns).map(style.good),
  ...undone.restored.flatMap((what) => listed("reversed", what, style)),
  ...undone.left_alone.flatMap((what) => listed("left alone", what, style).map(style.warn)),
  ...undone.notes.flatMap((note) =>
    paragraph(`→ ${withOwnCommands(safeText(note), style.command)}`, style.columns, "  ").map(style.dim)
  ),
  ...changedLines(undone.changed_files, undone.run_id, style)
]
