/** A report for people: what was found, what it means, what happens next, and one line that sums it up. */
import { localFilesNotes } from "../../../domain/plugin/localFilesNotes.ts"
import type { Report, ReportedFinding } from "../../../domain/findings/Report.ts"
import { whatNext } from "../advice/advice.ts"
import { changedLines } from "../change/operationView.ts"
import { IN_SYNC, isClean } from "./reportLines.ts"
import { safeName, safeText } from "../text/safeText.ts"
import { isRestorable, sourceAdvice } from "../advice/sourceAdvice.ts"
import type { Style } from "../text/Style.ts"
import { type Row, table } from "../text/table.ts"
import { paragraph } from "../text/wrapped.ts"

type OutcomeStatus = ReportedFinding["outcome"]["status"]

const STATUS: {
  readonly [status in OutcomeStatus]: {
    readonly word: string
    readonly tone: "good" | "bad" | "warn" | "dim"
  }
} = {
  planned: { word: "will fix", tone: "good" },
  fixed: { word: "fixed", tone: "good" },
  failed: { word: "failed", tone: "bad" },
  manual: { word: "needs you", tone: "warn" },
  informational: { word: "note", tone: "dim" }
}

const localFilesOf = ({ local_files }: ReportedFinding["outcome"]): ReadonlyArray<string> =>
  local_files === undefined ? [] : localFilesNotes(local_files)

const findingRow = (finding: ReportedFinding, style: Style): Row => {
  const { tone, word } = STATUS[finding.outcome.status]
  return {
    cells: [{ text: word, paint: style[tone] }, { text: safeName(finding.plugin_id) }],
    last: [
      { text: safeText(sentence(finding)) },
      ...(finding.outcome.status === "fixed"
        ? localFilesOf(finding.outcome).map((note) => ({ text: `→ ${safeText(note)}`, paint: style.dim }))
        : [{ text: `→ ${safeText(whatNext(finding, style.command))}`, paint: style.dim }])
    ]
  }
}

const sentence = ({ cause, description }: ReportedFinding): string =>
  cause === undefined ? description : `${description}: ${cause}`

const unreadable = (report: Report, style: Style): ReadonlyArray<string> => {
  const rows = report.source_errors.map((unread) => ({
    cells: [{ text: "unreadable", paint: style.bad }, { text: unread.source }],
    last: [
      {
        text: safeText(
          unread.error.startsWith(unread.path) ? unread.error : `${unread.path}: ${unread.error}`
        )
      },
      { text: `→ ${safeText(sourceAdvice(unread, style.command))}`, paint: style.dim }
    ]
  }))
  return table(["SOURCE", "", "WHAT IS WRONG"], rows, style)
}

const summary = (report: Report, style: Style): ReadonlyArray<string> => {
  const paint = report.reconciliation_successful ? style.good : style.bold
  const text = isClean(report) ? IN_SYNC : `${safeText(report.message)}.`
  return paragraph(text, style.columns).map(paint)
}

const waitsForChoice = ({ inconsistencies_found, source_errors }: Report): boolean =>
  inconsistencies_found.some(({ choices = [] }) => choices.length > 0) || source_errors.some(isRestorable)

/** What to type next. Not wrapped: what is copied has to be one line. */
const nextLines = (report: Report, repair: string | undefined, { command }: Style): ReadonlyArray<string> => [
  ...(repair !== undefined && report.inconsistencies_found.some(({ outcome }) => outcome.status === "planned")
    ? [`To repair what can be: \`${command(repair)}\``]
    : []),
  ...(waitsForChoice(report) ? [`To decide what waits for you: \`${command("resolve")}\``] : [])
]

export interface ReportEnd {
  /** Whether what was changed is still there when the lines are read. */
  readonly lasting?: boolean
  /** The command that repairs what is planned, in words of this program. */
  readonly repair?: string | undefined
}

/** The lines, without their line feeds. */
export const reportView = (
  report: Report,
  style: Style,
  { lasting = true, repair }: ReportEnd = {}
): ReadonlyArray<string> => {
  const sections = [
    unreadable(report, style),
    table(
      ["STATUS", "PLUGIN", "FINDING"],
      report.inconsistencies_found.map((finding) => findingRow(finding, style)),
      style
    ),
    [
      ...summary(report, style),
      ...changedLines(report.changed_files, lasting ? report.run_id : undefined, style),
      ...(lasting ? nextLines(report, repair, style) : [])
    ]
  ]
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, at) => (at === 0 ? section : ["", ...section]))
}
