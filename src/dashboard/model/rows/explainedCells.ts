/** Pure: the cells of a plugin that is on no list, from its explanation. */
import type { SourceStatement } from "../../../domain/findings/Explanation.ts"
import type { PluginExplanation } from "../../api/wire.ts"
import type { Cell, Cells } from "./rows.ts"

type Facts = NonNullable<SourceStatement["facts"]>

const cell = (said: SourceStatement, words: (facts: Facts) => string, absent: string): Cell => {
  if (said.error !== undefined) return { says: "unknown", text: "cannot be read" }
  return said.known ? { says: "this", text: words(said.facts ?? {}) } : { says: "nothing", text: absent }
}

const onOff = (value: unknown): string =>
  value === true || value === "absent, reads true" ? "on" : value === false ? "off" : "unclear"

const version = (value: unknown): ReadonlyArray<string> => (typeof value === "string" ? [`v${value}`] : [])

const inConfig = (facts: Facts): string =>
  facts["system_key"] === true
    ? "LEDMatrix’s own"
    : facts["is_object"] === false
      ? "no settings"
      : onOff(facts["enabled"])

const onDisk = (facts: Facts): string => {
  if (facts["broken_manifest"] !== undefined) return "broken"
  if (facts["directories"] === undefined) return "only a copy"
  return version(facts["version"])[0] ?? "no version"
}

const inState = (facts: Facts): string => [onOff(facts["enabled"]), ...version(facts["version"])].join(" · ")

export const cellsOfExplanation = ({ config, disk, manager, state }: PluginExplanation): Cells => ({
  config: cell(config, inConfig, "no entry"),
  disk: cell(disk, onDisk, "not there"),
  manager:
    manager.facts?.["error"] === undefined
      ? cell(manager, (facts) => (facts["loaded"] === true ? "loaded" : "found"), "not known")
      : { says: "trouble", text: "cannot load it" },
  state: cell(state, inState, "no record")
})
