/** What `data/plugin_state.json` says, record by record: a bad record does not hide the others. */
import type { RecordReading } from "./StateRecord.ts"

export interface StateView {
  readonly records: ReadonlyMap<string, RecordReading>
}
