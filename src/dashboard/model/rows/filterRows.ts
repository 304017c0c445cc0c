/** Pure: the rows that somebody looks for, in the order they want. */
import type { PluginRow } from "./rows.ts"
import { severity } from "../findings/standing.ts"

export const FILTERS = ["all", "problems", "on", "off", "updates"] as const
export type Filter = (typeof FILTERS)[number]

export const SORTS = ["attention", "name", "changed"] as const
export type Sort = (typeof SORTS)[number]

export interface RowQuery {
  readonly search: string
  readonly filter: Filter
  readonly sort: Sort
}

const isIn: { readonly [filter in Filter]: (row: PluginRow) => boolean } = {
  all: () => true,
  problems: ({ standing }) => standing !== "fine" && standing !== "note",
  on: ({ enabled }) => enabled === true,
  off: ({ enabled }) => enabled === false,
  updates: ({ installed }) => installed?.update_available === true
}

const names = new Intl.Collator("en", { numeric: true })

const byName = (a: PluginRow, b: PluginRow): number =>
  names.compare(a.name, b.name) || names.compare(a.id, b.id)

const changedMs = ({ installed }: PluginRow): number => Date.parse(installed?.last_updated ?? "") || 0

const order: { readonly [sort in Sort]: (a: PluginRow, b: PluginRow) => number } = {
  attention: (a, b) => severity(a.standing) - severity(b.standing) || byName(a, b),
  name: byName,
  changed: (a, b) => changedMs(b) - changedMs(a) || byName(a, b)
}

/** Every word has to occur somewhere. */
export const matches = (search: string, texts: ReadonlyArray<string | undefined>): boolean => {
  const text = texts.join("\n").toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word))
}

export const filterRows = (
  rows: ReadonlyArray<PluginRow>,
  { filter, search, sort }: RowQuery
): ReadonlyArray<PluginRow> =>
  rows
    .filter(isIn[filter])
    .filter(({ id, installed, name }) => matches(search, [id, name, installed?.author, installed?.category]))
    .toSorted(order[sort])

export const counts = (rows: ReadonlyArray<PluginRow>): { readonly [filter in Filter]: number } => ({
  all: rows.length,
  problems: rows.filter(isIn.problems).length,
  on: rows.filter(isIn.on).length,
  off: rows.filter(isIn.off).length,
  updates: rows.filter(isIn.updates).length
})
