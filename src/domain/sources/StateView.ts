import type { RecordReading } from "./StateRecord.ts"

/** What `data/plugin_state.json` says, record by record, by plugin id: a bad record does not hide the others. */
export interface StateView {
  readonly records: ReadonlyMap<string, RecordReading>
}
