/** What the store offers, for people. */
import type { OfferedList, OfferedPlugin } from "../../../reconcile/look/offered.ts"
import { registryLine } from "./registryLine.ts"
import { listed } from "../../../domain/text/nearest.ts"
import { quoted } from "../text/ownCommand.ts"
import { safeName, safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { type Cell, type Row, table } from "../text/table.ts"
import { paragraph } from "../text/wrapped.ts"

const installed = ({ installed: value, installed_version }: OfferedPlugin, style: Style): Cell => {
  if (value === null) return { text: "?" }
  return value
    ? { text: safeText(installed_version ?? "yes"), paint: style.good }
    : { text: "no", paint: style.dim }
}

const needs = ({ incompatible_reason, runs_here }: OfferedPlugin): string => {
  if (incompatible_reason === null) return ""
  const reason = safeText(incompatible_reason)
  return runs_here === null
    ? `${reason}; the version of this one is not known`
    : `not for this LEDMatrix: ${reason}`
}

const row = (plugin: OfferedPlugin, style: Style): Row => ({
  cells: [
    { text: safeName(plugin.id) },
    { text: safeText(plugin.version === "" ? "-" : plugin.version) },
    installed(plugin, style)
  ],
  last: [
    { text: safeText(plugin.name) },
    ...(needs(plugin) === "" ? [] : [{ text: needs(plugin), paint: style.warn }]),
    ...(plugin.description === "" ? [] : [{ text: safeText(plugin.description), paint: style.dim }])
  ]
})

const nothingFound = ({ near = [] }: OfferedList, words: ReadonlyArray<string>, { command }: Style) => {
  if (words.length === 0) return "The store offers nothing."
  const sought = words.map((word) => `"${safeText(word)}"`).join(" and ")
  const meant = near.length === 0 ? "" : ` Did you mean ${listed(near.map(safeName))}?`
  return `The store has no plugin in which ${sought} occurs.${meant} \`${command("store")}\` lists all.`
}

const summary = (list: OfferedList, words: ReadonlyArray<string>, style: Style): string => {
  const { plugins } = list
  const [first] = plugins
  if (first === undefined) return nothingFound(list, words, style)
  const count = plugins.length === 1 ? "1 plugin" : `${plugins.length} plugins`
  return `${count}. To install one: \`${style.command(`install ${quoted(safeText(first.id))}`)}\``
}

/** The lines, without their line feeds. */
export const storeView = (
  list: OfferedList,
  words: ReadonlyArray<string>,
  style: Style
): ReadonlyArray<string> => [
  ...list.source_errors.map(({ error, path }) =>
    style.bad(`Could not read what is installed: ${safeText(path)}: ${safeText(error)}`)
  ),
  ...table(
    ["PLUGIN", "VERSION", "INSTALLED", "NAME"],
    list.plugins.map((plugin) => row(plugin, style)),
    style
  ),
  ...(list.plugins.length === 0 ? [] : [""]),
  ...registryLine(list.registry, style),
  ...paragraph(summary(list, words, style), style.columns)
]
