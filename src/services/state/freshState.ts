/** A new state file, as LEDMatrix writes it. */
import { Effect, Option } from "effect"
import { localIsoTime } from "../../domain/isoTime.ts"
import type { StateRecord } from "../../domain/sources/StateRecord.ts"
import { pythonJson } from "../../json/printJson.ts"
import type { EditedState } from "./applyStateEdits.ts"

/** Where a file stands meanwhile, somebody else has made one: it is left alone. */
export const freshState = (
  current: Uint8Array | undefined,
  records: ReadonlyArray<StateRecord>,
  nowMs: number
): Effect.Effect<EditedState> => {
  if (current !== undefined) return Effect.succeed({ content: Option.none(), applied: [], dropped: [] })
  const now = localIsoTime(nowMs)
  const states = Object.fromEntries(
    records.map((record) => [record.plugin_id, { ...record, last_updated: now }])
  )
  const text = pythonJson({ version: 1, states, last_updated: now }, { indent: 2 })
  return Effect.succeed({ content: Option.some(new TextEncoder().encode(text)), applied: [], dropped: [] })
}
