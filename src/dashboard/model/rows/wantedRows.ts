/** Pure: what the document wants of a plugin beside what is. */
import type { PluginExplanation } from "../../api/wire.ts"

export interface WantedRow {
  readonly field: string
  readonly wanted: string
  /** What the sources say; empty where they do not say it. */
  readonly is: string
  readonly layer: string
}

const word = (value: unknown): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : typeof value === "string" ? value : "no"

/** Names of settings that are not as the document wants them. */
const differing = ({ rules }: PluginExplanation): ReadonlySet<string> =>
  new Set(
    rules.flatMap(({ expected_state = {}, rule, verdict }) =>
      rule === "plugin_not_as_desired" && verdict === "found" ? Object.keys(expected_state) : []
    )
  )

const isNow = (field: string, explanation: PluginExplanation, wrong: ReadonlySet<string>): string => {
  const { config, disk } = explanation
  const isThere = disk.facts?.["directories"] !== undefined
  if (field === "version") return isThere ? word(disk.facts?.["version"] ?? "unknown") : "not installed"
  if (field === "enabled") return config.known ? word(config.facts?.["enabled"]) : "no settings"
  if (field === "absent") return word(!isThere)
  if (field === "settings") return wrong.size > 0 ? "other" : "the same"
  const name = field.split(".")[1] ?? ""
  return field.startsWith("settings.") ? (wrong.has(name) ? "other" : "the same") : ""
}

export const wantedRows = (explanation: PluginExplanation): ReadonlyArray<WantedRow> => {
  const wrong = differing(explanation)
  return (explanation.desired?.values ?? []).map(({ field, layer, value }) => ({
    field,
    layer,
    wanted: word(value),
    is: isNow(field, explanation, wrong)
  }))
}
