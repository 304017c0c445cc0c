/** `{version, states: {id: record}, last_updated}` as records, each judged on its own. */
import { readRecord } from "../../domain/sources/StateRecord.ts"
import type { RecordReading } from "../../domain/sources/StateRecord.ts"
import type { StateView } from "../../domain/sources/StateView.ts"
import { isJsonObject } from "../../json/JsonValue.ts"

export const EMPTY_STATE: StateView = { records: new Map() }

/** `undefined` where the file, or its `states`, is no object; no `states` at all is empty. */
export const stateView = (parsed: unknown): StateView | undefined => {
  if (!isJsonObject(parsed)) return undefined
  if (!Object.hasOwn(parsed, "states")) return EMPTY_STATE
  const states = parsed["states"]
  if (!isJsonObject(states)) return undefined
  const records = new Map<string, RecordReading>()
  for (const id of Object.keys(states)) records.set(id, readRecord(id, states[id]))
  return { records }
}
