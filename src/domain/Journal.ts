/** What one run changed, and why: enough to tell it later and to undo it. Lives under `data/reconciler/`. */
import { Schema } from "effect"

/** One change. `before` is absent where nothing was there, `after` where nothing is left. */
export const JournalChange = Schema.Struct({
  plugin_id: Schema.String,
  /** The finding's reason, or the operation's name where no finding stood behind the change. */
  reason: Schema.String,
  /** Relative to the root. */
  file: Schema.String,
  /** Path of the value inside a JSON file; absent for a directory. */
  key: Schema.optionalKey(Schema.Array(Schema.String)),
  before: Schema.optionalKey(Schema.Json),
  after: Schema.optionalKey(Schema.Json)
})
export type JournalChange = typeof JournalChange.Type

export const JournalRecord = Schema.Struct({
  run_id: Schema.String,
  command: Schema.String,
  started_at: Schema.String,
  /** `intended` until the changes are on disk; a record left so was cut short. */
  status: Schema.Literals(["intended", "done"]),
  changes: Schema.Array(JournalChange)
})
export type JournalRecord = typeof JournalRecord.Type
