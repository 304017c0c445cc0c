/** The rows of the model, made anew only when what they are made of is another. */
import { cellsOfExplanation } from "../model/rows/explainedCells.ts"
import { type PluginRow, pluginRows } from "../model/rows/rows.ts"
import { valueOf } from "./Loadable.ts"
import type { Model } from "./Model.ts"

const NO_ROWS: ReadonlyArray<PluginRow> = []

type Inputs = ReadonlyArray<unknown>

let lastInputs: Inputs = []
let lastRows: ReadonlyArray<PluginRow> = NO_ROWS

export const rowsOf = ({ explanations, installed, status }: Model): ReadonlyArray<PluginRow> => {
  if (status === undefined) return NO_ROWS
  const inputs = [explanations, installed, status.last_report, status.suspended, status.back_offs]
  if (inputs.length === lastInputs.length && inputs.every((input, index) => input === lastInputs[index]))
    return lastRows
  lastInputs = inputs
  lastRows = pluginRows(valueOf(installed) ?? [], status).map((row) => {
    const explained = row.installed === undefined ? explanations.get(row.id) : undefined
    const explanation = explained && valueOf(explained)
    return explanation === undefined ? row : { ...row, cells: cellsOfExplanation(explanation) }
  })
  return lastRows
}
