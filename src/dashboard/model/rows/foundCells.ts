/** Pure: the cells of a plugin that is on no list and of which nothing was asked, from what was found of it. */
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import type { Cell, Cells } from "./rows.ts"

const notAsked: Cell = { says: "unknown", text: "not looked at" }
const absent = (text: string): Cell => ({ says: "nothing", text })
const there = (text: string): Cell => ({ says: "this", text })

/** Findings that nothing but the saved state knows the plugin of. */
const ONLY_STATE: ReadonlySet<string> = new Set(["uninstalled_record", "orphan_record"])

export const cellsOfFindings = (findings: ReadonlyArray<ReportedFinding>): Cells => {
  const has = (test: (finding: ReportedFinding) => boolean): boolean => findings.some(test)
  if (has(({ reason }) => ONLY_STATE.has(reason)))
    return {
      config: absent("no entry"),
      disk: absent("not there"),
      manager: absent("not known"),
      state: there("has a record")
    }
  if (has(({ inconsistency_type }) => inconsistency_type === "plugin_missing_on_disk"))
    return {
      config: there("has an entry"),
      disk: absent("not there"),
      manager: absent("not known"),
      state: notAsked
    }
  const isBroken = has(({ reason }) => reason === "broken_manifest")
  return {
    config: notAsked,
    disk: isBroken ? { says: "trouble", text: "broken" } : notAsked,
    manager: notAsked,
    state: notAsked
  }
}
