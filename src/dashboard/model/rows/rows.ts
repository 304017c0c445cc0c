/** Pure: every plugin that anything knows, with what its four sources say and how it stands. */
import type { BackOff, ControllerStatus } from "../../../domain/Controller.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import type { Source } from "../../../domain/sources/Source.ts"
import type { InstalledPluginDocument } from "../../api/wire.ts"
import { cellsOfFindings } from "./foundCells.ts"
import { disagreeing } from "./disagreement.ts"
import { shownName } from "../words/shownName.ts"
import { openFindings, type FindingStanding, standingOf, worse } from "../findings/standing.ts"

/** What a source says: `this`; `trouble`; `nothing`, where it does not know the plugin; `unknown`, where it cannot be read. */
export interface Cell {
  readonly says: "this" | "trouble" | "nothing" | "unknown"
  readonly text: string
}

export type Cells = { readonly [source in Source]: Cell }

export interface PluginRow {
  readonly id: string
  readonly name: string
  /** As listed; none for a plugin that is not on disk. */
  readonly installed: InstalledPluginDocument | undefined
  /** Undefined where it is not known. */
  readonly enabled: boolean | undefined
  readonly cells: Cells
  readonly findings: ReadonlyArray<ReportedFinding>
  readonly disagreeing: ReadonlySet<Source>
  readonly standing: FindingStanding
  readonly suspended: boolean
  readonly backOff: BackOff | undefined
}

const says = (text: string): Cell => ({ says: "this", text })
const nothing = (text: string): Cell => ({ says: "nothing", text })
const unknown: Cell = { says: "unknown", text: "cannot be read" }

const onOff = (enabled: boolean | null): string => (enabled === null ? "unclear" : enabled ? "on" : "off")

const version = (text: string | null): string =>
  text === null || text === "" ? "no version" : `v${text.replace(/^v/u, "")}`

const managerCell = ({ error_info, loaded }: InstalledPluginDocument): Cell => {
  if (error_info !== null) return { says: "trouble", text: "cannot load it" }
  return loaded === null ? unknown : says(loaded ? "loaded" : "found")
}

export const cellsOf = (plugin: InstalledPluginDocument, stateReadable: boolean): Cells => {
  const { enabled, in_config, saved_state } = plugin
  return {
    config: in_config === null ? unknown : in_config ? says(onOff(enabled)) : nothing("no entry"),
    disk: says(version(plugin.version)),
    manager: managerCell(plugin),
    state: !stateReadable
      ? unknown
      : saved_state === null
        ? nothing("no record")
        : says(
            [
              onOff(saved_state.enabled),
              ...(saved_state.version === null ? [] : [version(saved_state.version)])
            ].join(" · ")
          )
  }
}

const byPlugin = (
  findings: ReadonlyArray<ReportedFinding>
): ReadonlyMap<string, ReadonlyArray<ReportedFinding>> => Map.groupBy(findings, ({ plugin_id }) => plugin_id)

/** Sorted by id. `status` tells what is wrong, `installed` what is there. */
export const pluginRows = (
  installed: ReadonlyArray<InstalledPluginDocument>,
  status: Pick<ControllerStatus, "last_report" | "suspended" | "back_offs">
): ReadonlyArray<PluginRow> => {
  const report = status.last_report
  const findings = byPlugin(openFindings(report?.inconsistencies_found ?? []))
  const stateReadable = !(report?.source_errors ?? []).some(({ source }) => source === "state")
  const suspended = new Set(status.suspended.plugins)
  const backOffs = new Map(status.back_offs.map((backOff) => [backOff.plugin_id, backOff]))
  const row = (id: string, plugin: InstalledPluginDocument | undefined): PluginRow => {
    const own = findings.get(id) ?? []
    return {
      id,
      name: shownName(plugin?.name ?? id),
      installed: plugin,
      enabled: plugin?.enabled ?? undefined,
      cells: plugin === undefined ? cellsOfFindings(own) : cellsOf(plugin, stateReadable),
      findings: own,
      disagreeing: disagreeing(own),
      standing: own.map(standingOf).reduce(worse, "fine"),
      suspended: suspended.has(id),
      backOff: backOffs.get(id)
    }
  }
  const there = new Map(installed.map((plugin) => [plugin.id, plugin]))
  const ids = new Set([...there.keys(), ...findings.keys()])
  return [...ids].toSorted().map((id) => row(id, there.get(id)))
}
