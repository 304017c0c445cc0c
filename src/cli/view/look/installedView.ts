/** The installed plugins for people. */
import type { GitInfo } from "../../../domain/plugin/GitInfo.ts"
import { changedFilesNote } from "../../../domain/plugin/changedFilesNote.ts"
import { displayLine } from "../../../domain/sources/Display.ts"
import { versionsDiffer } from "../../../domain/sources/StateRecord.ts"
import type { InstalledLine, InstalledList, ListedPlugin } from "../../../reconcile/look/installed.ts"
import type { OutdatedList } from "../../../reconcile/look/outdated.ts"
import { registryLine } from "./registryLine.ts"
import { safeName, safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { type Cell, type Row, table } from "../text/table.ts"
import { paragraph } from "../text/wrapped.ts"

const enabled = ({ enabled: value, in_config }: ListedPlugin, style: Style): Cell => {
  if (in_config === null) return { text: "?" }
  if (!in_config) return { text: "no entry", paint: style.warn }
  if (value === null) return { text: "unclear", paint: style.warn }
  return value ? { text: "yes", paint: style.good } : { text: "no", paint: style.dim }
}

const gitRemark = ({ branch, commit }: GitInfo): string =>
  safeText(`git ${branch ?? "detached"}${commit === null ? "" : ` ${commit.slice(0, 7)}`}`)

const remarks = (plugin: InstalledLine): ReadonlyArray<string> =>
  [
    plugin.directory === plugin.id ? "" : `in ${safeName(plugin.directory)}/`,
    plugin.set_aside === null ? "" : `set-aside copy ${safeName(plugin.set_aside)}`,
    plugin.uninstalled === true ? "marked as uninstalled" : "",
    plugin.load_error === null ? "" : `not loaded: ${safeText(plugin.load_error)}`,
    versionsDiffer(plugin.loaded_version, plugin.version)
      ? `the display runs ${safeText(plugin.loaded_version ?? "")}`
      : "",
    plugin.git === null ? "" : gitRemark(plugin.git),
    plugin.changed_files === null || plugin.changed_files.length === 0
      ? ""
      : changedFilesNote(plugin.changed_files)
  ].filter((remark) => remark !== "")

const LOADED: { readonly [loaded in "true" | "false" | "null"]: string } = {
  true: "loaded",
  false: "not loaded",
  null: "-"
}

/** What the saved state says; where LEDMatrix keeps none, what its display runs. */
const runs = ({ loaded, state }: ListedPlugin, { display }: InstalledList): string =>
  display === null ? safeText(state?.status ?? "-") : LOADED[`${loaded}`]

const row = (plugin: InstalledLine, list: InstalledList, style: Style): Row => ({
  cells: [
    { text: safeName(plugin.id) },
    { text: safeText(plugin.version ?? "-") },
    enabled(plugin, style),
    { text: runs(plugin, list) }
  ],
  last: [
    { text: safeText(plugin.name ?? "-") },
    ...remarks(plugin).map((remark) => ({ text: remark, paint: style.dim }))
  ]
})

const count = (list: InstalledList): string => {
  const on = list.plugins.filter((plugin) => plugin.enabled === true).length
  const broken = list.broken.length === 0 ? "" : `, ${list.broken.length} more with a broken manifest`
  return `${list.plugins.length} installed, ${on} enabled${broken}.`
}

const unreadable = (
  { source_errors }: Pick<InstalledList, "source_errors">,
  style: Style
): ReadonlyArray<string> =>
  source_errors.flatMap(({ error, path, source }) =>
    paragraph(`Could not read ${source}: ${safeText(path)}: ${safeText(error)}`, style.columns, "  ").map(
      style.bad
    )
  )

/** The lines, without their line feeds. */
export const installedView = (list: InstalledList, style: Style): ReadonlyArray<string> => [
  ...unreadable(list, style),
  ...table(
    ["PLUGIN", "VERSION", "ENABLED", list.display === null ? "SAVED STATE" : "DISPLAY", "NAME"],
    list.plugins.map((plugin) => row(plugin, list, style)),
    style
  ),
  ...list.broken.flatMap(({ directory, problem }) =>
    paragraph(`${safeName(directory)}: ${safeText(problem)}`, style.columns, "  ").map(style.warn)
  ),
  ...(list.plugins.length + list.broken.length === 0 ? [] : [""]),
  ...registryLine(list.registry, style),
  ...(list.display === null
    ? []
    : paragraph(`${safeText(displayLine(list.display))}.`, style.columns).map(style.dim)),
  ...paragraph(count(list), style.columns)
]

export const outdatedView = (list: OutdatedList, style: Style): ReadonlyArray<string> => [
  ...unreadable(list, style),
  ...(list.registry_stale
    ? [style.warn("The registry could not be asked; this is by its last good copy.")]
    : []),
  ...table(
    ["PLUGIN", "VERSION", "NEWEST", ""],
    list.plugins.map(({ id, latest_version, name, version }) => ({
      cells: [
        { text: safeName(id) },
        { text: safeText(version ?? "-") },
        { text: safeText(latest_version), paint: style.good }
      ],
      last: [{ text: safeText(name ?? "-") }]
    })),
    style
  ),
  ...(list.plugins.length === 0 ? [] : [""]),
  list.plugins.length === 0
    ? "No installed plugin has a newer version in the store."
    : `${list.plugins.length} can be updated: \`${style.command("update --all")}\`.`
]
