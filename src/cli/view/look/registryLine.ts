/** The registry's copy in one line, where it is worth one: when it is old, or could not be asked. */
import type { RegistryState } from "../../../domain/store/RegistryCopy.ts"
import { safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { paragraph } from "../text/wrapped.ts"

export const registryLine = (registry: RegistryState | null, style: Style): ReadonlyArray<string> => {
  if (registry === null) return []
  const { backing_off_until, fetched_at, last_failure, skipped, stale } = registry
  const age = fetched_at === null ? "no copy of the registry" : `the registry's copy is of ${fetched_at}`
  const failure =
    last_failure === null
      ? ""
      : `; asking it failed at ${last_failure.at}: ${last_failure.problem}${backing_off_until === null ? "" : ` (a process that goes on asks again after ${backing_off_until})`}`
  const bad = skipped.length === 0 ? "" : `; entries that could not be read: ${skipped.join(", ")}`
  return stale && last_failure !== null
    ? paragraph(safeText(`Registry: ${age}${failure}${bad}.`), style.columns).map(style.warn)
    : bad === ""
      ? []
      : paragraph(safeText(`Registry: ${age}${bad}.`), style.columns).map(style.warn)
}
