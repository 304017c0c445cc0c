/** A new state file, as LEDMatrix writes it. */
import { Option } from "effect"
import { localIsoTime } from "../../domain/text/isoTime.ts"
import type { StateRecord } from "../../domain/sources/StateRecord.ts"
import { pythonJson } from "../../json/printJson.ts"

/** `None` where another program has made a file meanwhile: it is left alone. */
export const freshState = (
  current: Option.Option<Uint8Array>,
  records: ReadonlyArray<StateRecord>,
  nowMs: number
): Option.Option<Uint8Array> => {
  if (Option.isSome(current)) return Option.none()
  const now = localIsoTime(nowMs)
  const states = Object.fromEntries(
    records.map((record) => [record.plugin_id, { ...record, last_updated: now }])
  )
  const text = pythonJson({ version: 1, states, last_updated: now }, { indent: 2 })
  return Option.some(new TextEncoder().encode(text))
}
