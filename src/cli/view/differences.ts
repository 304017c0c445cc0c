/** What is and what is wanted, side by side, of each finding against the desired state. */
import { isJsonObject } from "../../json/JsonValue.ts"
import { safeText } from "./safeText.ts"
import type { Style } from "./Style.ts"

const shown = (value: unknown): string => safeText(value === undefined ? "nothing" : JSON.stringify(value))

/** The lines of a report's document; values of settings are `‹set›` in it. */
export const differences = (document: unknown, style: Style): ReadonlyArray<string> => {
  const found = isJsonObject(document) ? document["inconsistencies_found"] : undefined
  if (!Array.isArray(found)) return []
  const lines = found.flatMap((finding: unknown): ReadonlyArray<string> => {
    if (!isJsonObject(finding) || finding["inconsistency_type"] !== "plugin_not_as_desired") return []
    const { current_state: current, expected_state: expected, plugin_id: id } = finding
    if (!isJsonObject(current) || !isJsonObject(expected)) return []
    const names = [...new Set([...Object.keys(current), ...Object.keys(expected)])]
    return names.flatMap((name) => [
      style.bad(`- ${safeText(String(id))} ${safeText(name)}: ${shown(current[name])}`),
      style.good(`+ ${safeText(String(id))} ${safeText(name)}: ${shown(expected[name])}`)
    ])
  })
  return lines.length === 0 ? [] : [...lines, ""]
}
