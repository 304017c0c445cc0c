/** What came of an operation, for people. */
import type { OperationDocument, OperationStatus } from "../../../domain/Operation.ts"
import { localFilesNotes } from "../../../domain/plugin/localFilesNotes.ts"
import { withOwnCommands } from "../text/ownCommand.ts"
import { safeName, safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { table } from "../text/table.ts"
import { paragraph } from "../text/wrapped.ts"

type StyleName = "good" | "bad" | "warn" | "dim"

const TONE: { readonly [status in OperationStatus]: StyleName } = {
  installed: "good",
  already_installed: "dim",
  updated: "good",
  up_to_date: "dim",
  skipped: "dim",
  uninstalled: "good",
  enabled: "good",
  disabled: "good",
  unchanged: "dim",
  resolved: "good",
  undone: "good",
  failed: "bad"
}

const undoLines = (
  files: ReadonlyArray<string>,
  run: string | undefined,
  { command }: Style
): ReadonlyArray<string> =>
  files.length === 0 || run === undefined
    ? []
    : // Not wrapped: what is copied has to be one line.
      [`To reverse it: \`${command(`undo ${run}`)}\``]

/** What was changed, and the command that reverses it. */
export const changedLines = (
  files: ReadonlyArray<string>,
  run: string | undefined,
  style: Style
): ReadonlyArray<string> => [
  ...(files.length === 0 ? [] : paragraph(`Changed: ${files.map(safeText).join(", ")}`, style.columns, "  ")),
  ...undoLines(files, run, style)
]

/** The lines, without their line feeds. */
export const operationView = (result: OperationDocument, style: Style): ReadonlyArray<string> => [
  ...paragraph(`${safeText(result.message)}.`, style.columns).map(style[TONE[result.status]]),
  ...result.notes.flatMap((note) =>
    paragraph(`→ ${withOwnCommands(safeText(note), style.command)}`, style.columns, "  ").map(style.dim)
  ),
  ...changedLines(result.changed_files, result.run_id, style)
]

export const updatesView = (
  results: ReadonlyArray<OperationDocument>,
  message: string,
  style: Style
): ReadonlyArray<string> => [
  ...table(
    ["STATUS", "PLUGIN", ""],
    results.map(({ changed_files, local_files, message: why, notes, plugin_id, run_id, status }) => ({
      cells: [
        { text: status.replaceAll("_", " "), paint: style[TONE[status]] },
        { text: safeName(plugin_id) }
      ],
      last: [
        { text: safeText(why) },
        ...(local_files === undefined ? [] : localFilesNotes(local_files)).map((note) => ({
          text: `→ ${safeText(note)}`,
          paint: style.dim
        })),
        ...(status === "failed" ? notes : []).map((note) => ({
          text: `→ ${withOwnCommands(safeText(note), style.command)}`,
          paint: style.dim
        })),
        ...undoLines(changed_files, run_id, style).map((text) => ({ text, paint: style.dim }))
      ]
    })),
    style
  ),
  ...(results.length === 0 ? [] : [""]),
  `${message}.`
]
