/** The documents of the API that have no place of their own. */
import { Schema } from "effect"
import { OperationType } from "../../domain/Controller.ts"
import { Explanation } from "../../domain/findings/Explanation.ts"
import { InconsistencyType } from "../../domain/schemas.ts"
import { JournalRecord } from "../../domain/changes/Journal.ts"
import { OperationStatus } from "../../domain/Operation.ts"
import { STATUSES } from "../../domain/sources/StateRecord.ts"
import { StoreListing } from "../../domain/store/StoreListing.ts"
import { BackOff, Report } from "./named.ts"
import { ErrorInfo } from "./runtime.ts"

/** A record exactly as it stands in `data/plugin_state.json`. */
export const SavedRecord = Schema.Struct({
  plugin_id: Schema.String,
  status: Schema.Literals(STATUSES),
  enabled: Schema.Boolean,
  version: Schema.NullOr(Schema.String),
  installed_at: Schema.NullOr(Schema.String),
  last_updated: Schema.NullOr(Schema.String),
  config_version: Schema.Int,
  metadata: Schema.Record(Schema.String, Schema.Json)
})
export type SavedRecord = typeof SavedRecord.Type

/** How a plugin stands where LEDMatrix keeps no saved state. What only the display knows is null. */
export const PluginStanding = Schema.Struct({
  plugin_id: Schema.String,
  installed: Schema.Boolean,
  version: Schema.NullOr(Schema.String),
  in_config: Schema.Boolean,
  enabled: Schema.Boolean,
  /** `unknown` where it is not installed. */
  status: Schema.Literals(["enabled", "disabled", "error", "unknown"]),
  loaded: Schema.NullOr(Schema.Boolean),
  state: Schema.NullOr(Schema.String),
  error_info: Schema.NullOr(ErrorInfo),
  loaded_version: Schema.NullOr(Schema.String),
  /** Seconds since the epoch. */
  loaded_at: Schema.NullOr(Schema.Finite),
  /** As far as this program's own history goes. */
  installed_at: Schema.NullOr(Schema.String),
  last_updated: Schema.NullOr(Schema.String)
})
export type PluginStanding = typeof PluginStanding.Type

const ShortFinding = Schema.Struct({
  plugin_id: Schema.String,
  type: InconsistencyType,
  description: Schema.String
})

/** LEDMatrix's account of a reconciliation, and beside it the whole report. */
export const Reconciliation = Schema.Struct({
  inconsistencies_found: Schema.Int,
  inconsistencies_fixed: Schema.Int,
  inconsistencies_manual: Schema.Int,
  inconsistencies: Schema.Array(
    Schema.Struct({
      ...ShortFinding.fields,
      fix_action: Schema.Literals(["auto_fix", "manual_fix_required", "no_action"])
    })
  ),
  fixed: Schema.Array(ShortFinding),
  manual_fix_required: Schema.Array(ShortFinding),
  report: Report
})
export type Reconciliation = typeof Reconciliation.Type

/** What an update came to. */
export const UpdateDone = Schema.Struct({
  /** When it was updated, ISO 8601. */
  last_updated: Schema.NullOr(Schema.String),
  /** Of a git checkout. */
  commit: Schema.NullOr(Schema.String),
  version: Schema.NullOr(Schema.String),
  status: OperationStatus,
  /** LEDMatrix's word for what came of it: `local_only` is all that is never updated. */
  update_status: Schema.Literals(["updated", "up_to_date", "local_only"]),
  /** Whether the display runs the former version until it is restarted. */
  restart_required: Schema.Boolean,
  restart_message: Schema.NullOr(Schema.String)
})

/** An operation that has ended, as LEDMatrix's history tells of it. */
export const PastOperation = Schema.Struct({
  operation_id: Schema.String,
  operation_type: OperationType,
  plugin_id: Schema.String,
  /** When it ended: local time, ISO 8601 without a zone, as LEDMatrix writes it. */
  timestamp: Schema.String,
  /** `skipped`: there was nothing to do, or the controller ended first. */
  status: Schema.Literals(["success", "failed", "skipped"]),
  /** LEDMatrix knows no users either. */
  user: Schema.Null,
  details: Schema.Record(Schema.String, Schema.Json),
  error: Schema.NullOr(Schema.String)
})
export type PastOperation = typeof PastOperation.Type

/** What each source says of a plugin and how each rule judged it, with what the controller knows beside. */
export const PluginExplanation = Schema.Struct({
  ...Explanation.fields,
  suspended: Schema.Boolean,
  back_off: Schema.NullOr(BackOff)
})

/** The store's plugins, and the age and last failure of the registry's copy. */
export const StorePlugins = Schema.Struct({
  plugins: Schema.Array(StoreListing),
  registry: Explanation.fields.registry
})

/** Past runs, the newest first. Values of settings are shown as `‹set›`. */
export const PastRuns = Schema.Struct({
  runs: Schema.Array(Schema.Struct({ ...JournalRecord.fields, undone_by: Schema.NullOr(Schema.String) })),
  /** Files in the journal that are no record that can be read. */
  unreadable: Schema.Array(Schema.String)
})

/** What undoing a run put back, and what it left alone because it has changed since. */
export const UndoneRun = Schema.Struct({
  undoes: Schema.String,
  command: Schema.String,
  message: Schema.String,
  restored: Schema.Array(Schema.String),
  left_alone: Schema.Array(Schema.String),
  notes: Schema.Array(Schema.String),
  changed_files: Schema.Array(Schema.String),
  run_id: Schema.String
})
