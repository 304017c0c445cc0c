/** An explanation for people: the sources side by side, then the rules, then what happens next. */
import { changedFilesNote } from "../../../domain/plugin/changedFilesNote.ts"
import type { Explanation, Judgement, SourceStatement } from "../../../domain/findings/Explanation.ts"
import { displayLine } from "../../../domain/sources/Display.ts"
import { untriedAdvice } from "../advice/advice.ts"
import { registryLine } from "./registryLine.ts"
import { safeName, safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { type Cell, type Row, table } from "../text/table.ts"
import { paragraph } from "../text/wrapped.ts"

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value))

const facts = (said: SourceStatement, style: Style): Cell => {
  if (said.error !== undefined)
    return { text: `could not be read: ${safeText(said.error)}`, paint: style.bad }
  if (said.retired === true) return { text: "this LEDMatrix keeps none", paint: style.dim }
  if (!said.known) return { text: "does not know it", paint: style.dim }
  const known = Object.entries(said.facts ?? {}).map(([name, value]) => `${name}: ${shown(value)}`)
  return { text: known.length === 0 ? "knows it" : safeText(known.join(", ")) }
}

const SOURCES = [
  ["config", "config"],
  ["disk", "disk"],
  ["manager", "manager"],
  ["state", "saved state"]
] as const

const sourceRows = (explanation: Explanation, style: Style): ReadonlyArray<Row> =>
  SOURCES.map(([source, name]) => {
    const { display } = explanation[source]
    const by = display && { text: safeText(displayLine(display)), paint: style.dim }
    return { cells: [{ text: name }], last: [facts(explanation[source], style), ...(by ? [by] : [])] }
  })

const ruleRow = (plugin_id: string, judgement: Judgement, style: Style): Row => {
  const { because, choices = [], expected_state = {}, fix_action, reason, rule, verdict } = judgement
  const paint = { found: style.warn, clear: style.good, skipped: style.dim }[verdict]
  return {
    cells: [{ text: rule.replace(/^plugin_/u, "").replaceAll("_", " ") }, { text: verdict, paint }],
    last: [
      { text: safeText(because) },
      ...(fix_action === undefined || reason === undefined
        ? []
        : [
            {
              text: `→ ${safeText(untriedAdvice({ plugin_id, reason, fix_action, expected_state, choices }, style.command))}`,
              paint: style.dim
            }
          ])
    ]
  }
}

const FILES_SHOWN = 20

const changedFiles = ({ changed_files = [] }: Explanation): ReadonlyArray<string> => {
  if (changed_files.length === 0) return []
  const more = changed_files.length > FILES_SHOWN ? ", …" : ""
  const listed = changed_files.slice(0, FILES_SHOWN).map(safeText).join(", ")
  return [`${changedFilesNote(changed_files)}: ${listed}${more}.`]
}

const desired = ({ desired: said }: Explanation, style: Style): ReadonlyArray<string> => {
  if (said === undefined) return []
  const { document, revision, sign, values } = said
  const from = document === "" ? "The document" : safeText(document)
  return [
    ...paragraph(`${from}, revision ${safeText(revision)}, says of it on ${safeText(sign)}:`, style.columns),
    ...table(
      ["DESIRED", "VALUE", "BY LAYER"],
      values.map(({ field, layer, value }) => ({
        cells: [{ text: safeText(field) }, { text: safeText(String(value)) }],
        last: [{ text: safeText(layer) }]
      })),
      style
    ),
    ""
  ]
}

/** The lines, without their line feeds. */
export const explanationView = (explanation: Explanation, style: Style): ReadonlyArray<string> => [
  style.bold(`Plugin ${safeName(explanation.plugin_id)}`),
  ...(explanation.uninstalled ? ["It was uninstalled on purpose."] : []),
  "",
  ...table(["SOURCE", "SAYS"], sourceRows(explanation, style), style),
  "",
  ...desired(explanation, style),
  ...table(
    ["RULE", "VERDICT", "BECAUSE"],
    explanation.rules.map((judgement) => ruleRow(explanation.plugin_id, judgement, style)),
    style
  ),
  "",
  ...(explanation.agreed_enabled === undefined
    ? []
    : paragraph(
        `Config and saved state last agreed on enabled: ${explanation.agreed_enabled}.`,
        style.columns
      )),
  ...changedFiles(explanation).flatMap((line) => paragraph(line, style.columns)),
  ...registryLine(explanation.registry, style),
  ...paragraph(`Next: ${safeText(explanation.next)}`, style.columns)
]
