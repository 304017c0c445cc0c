/** What a long-running controller says of itself: the documents of its API, and the events it sends. */
import { Schema } from "effect"
import { Failure, InconsistencyType } from "./schemas.ts"
import { DesiredStatus } from "./desired/DesiredStatus.ts"
import { Report, ReportResult } from "./findings/Report.ts"

/** ISO 8601, UTC. By the clock of the wall, which may jump: nothing is decided by it. */
const Time = Schema.String

/** One thing that is so or not, since when, and why: for people, and for programs that wait for it. */
export const Condition = Schema.Struct({
  type: Schema.Literals(["Ready", "Reconciling", "Degraded", "RegistryReachable", "AsDesired"]),
  status: Schema.Literals(["true", "false", "unknown"]),
  /** A stable word for the cause. */
  reason: Schema.String,
  message: Schema.String,
  /** When it was last looked at. */
  observed_at: Time,
  /** When `status` last became what it is. */
  changed_at: Time
})
export type Condition = typeof Condition.Type

/** What woke the controller. None carries content: a pass always looks at everything. */
export const Trigger = Schema.Literals([
  "startup",
  "files",
  "resync",
  "request",
  "retry",
  "registry",
  "operation",
  "resumed",
  "desired"
])
export type Trigger = typeof Trigger.Type

/** One pass in short, for the picture of drift over time. */
export const PassSummary = Schema.Struct({
  run_id: Schema.String,
  triggers: Schema.Array(Trigger),
  started_at: Time,
  duration_ms: Schema.Finite,
  result: ReportResult,
  found: Schema.Int,
  fixed: Schema.Int,
  manual: Schema.Int,
  failed: Schema.Int,
  /** How many findings of each type; those of which there were none are absent. */
  drift: Schema.Record(Schema.String, Schema.Int)
})
export interface PassSummary extends Schema.Schema.Type<typeof PassSummary> {}

/** A plugin that is left alone for a while, or until something about it changes, because a repair failed. */
export const BackOff = Schema.Struct({
  plugin_id: Schema.String,
  attempts: Schema.Int,
  error: Failure,
  /** Null for a permanent failure: it waits for a change, or a forced run. */
  retry_in_ms: Schema.NullOr(Schema.Finite)
})
export type BackOff = typeof BackOff.Type

/** A plugin that a pass waits for, or whose download goes on beside the passes. */
export const Fetching = Schema.Struct({
  plugin_id: Schema.String,
  step: Schema.Literals(["looking up", "downloading", "unpacking", "checking"]),
  /** From 0 to 1; null where its size is not known. */
  progress: Schema.NullOr(Schema.Finite)
})
export type Fetching = typeof Fetching.Type

/** The plugins that the controller has to leave alone, kept across restarts. */
export const Suspension = Schema.Struct({
  /** The whole controller only looks. */
  everything: Schema.Boolean,
  plugins: Schema.Array(Schema.String)
})
export type Suspension = typeof Suspension.Type

export const noSuspension: Suspension = { everything: false, plugins: [] }

/** The reconciliation with which the process began, as LEDMatrix tells of its own. */
export const StartupResult = Schema.Struct({
  done: Schema.Boolean,
  successful: Schema.optionalKey(Schema.Boolean),
  fixed_count: Schema.optionalKey(Schema.Int),
  unresolved: Schema.Array(
    Schema.Struct({ plugin_id: Schema.String, type: InconsistencyType, description: Schema.String })
  )
})
export type StartupResult = typeof StartupResult.Type

/** What can be asked for one plugin. */
export const OperationType = Schema.Literals(["install", "update", "uninstall", "enable", "disable"])
export type OperationType = typeof OperationType.Type

/** An operation that was asked for: accepted at once, carried out one after the other. */
export const OperationTicket = Schema.Struct({
  operation_id: Schema.String,
  operation_type: OperationType,
  plugin_id: Schema.String,
  parameters: Schema.Record(Schema.String, Schema.Json),
  status: Schema.Literals(["pending", "running", "completed", "failed", "cancelled"]),
  /** From 0 to 1, as far as it can be told. */
  progress: Schema.Finite,
  message: Schema.String,
  error: Schema.NullOr(Schema.String),
  result: Schema.NullOr(Schema.Record(Schema.String, Schema.Json)),
  created_at: Time,
  started_at: Schema.NullOr(Time),
  completed_at: Schema.NullOr(Time)
})
export type OperationTicket = typeof OperationTicket.Type

/** How a controller stands: the JSON document of `GET /api/v3/controller/status`. Times are ISO 8601. */
export const ControllerStatus = Schema.Struct({
  version: Schema.String,
  root: Schema.String,
  started_at: Time,
  conditions: Schema.Array(Condition),
  startup: StartupResult,
  suspended: Suspension,
  /** Passes asked for and not begun: 0 or 1, since requests are merged. */
  queue_depth: Schema.Int,
  back_offs: Schema.Array(BackOff),
  operations: Schema.Array(OperationTicket),
  /** What passes have fetched right now; absent where that is nothing. */
  fetching: Schema.optionalKey(Schema.Array(Fetching)),
  /** There where a LEDMatrix is named that restarts its display when it is asked to. */
  can_restart_display: Schema.optionalKey(Schema.Boolean),
  /** Of the last pass that came to an end; null before the first. */
  last_report: Schema.NullOr(Report),
  last_pass: Schema.NullOr(PassSummary)
})
export interface ControllerStatus extends Schema.Schema.Type<typeof ControllerStatus> {}

/** `status` carries all of it; `pass` and `operation` tell what just happened; after `plugins` the list is another; `desired` comes when the sign stands otherwise to its desired state. */
export const ControllerEvent = Schema.Union([
  Schema.TaggedStruct("status", { status: ControllerStatus }),
  Schema.TaggedStruct("pass", { pass: PassSummary }),
  Schema.TaggedStruct("operation", { operation: OperationTicket }),
  Schema.TaggedStruct("plugins", {}),
  Schema.TaggedStruct("desired", { desired: DesiredStatus })
])
export type ControllerEvent = typeof ControllerEvent.Type
