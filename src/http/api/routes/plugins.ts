/** What is installed, how it stands, and having it reconciled. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Explanation } from "../../../domain/findings/Explanation.ts"
import { InconsistencyType, PluginId } from "../../../domain/schemas.ts"
import { STATUSES } from "../../../domain/sources/StateRecord.ts"
import { BadRequest, Conflict, NotFound, success, Unavailable } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { InstalledPlugins } from "../InstalledPluginDocument.ts"
import { ReconcileRequest } from "../requests.ts"
import { ErrorInfo, Runtime } from "../runtime.ts"
import { BackOff, Report, StartupResult } from "../named.ts"

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

/** What each source says of a plugin and how each rule judged it, with what the controller knows beside. */
export const PluginExplanation = Schema.Struct({
  ...Explanation.fields,
  suspended: Schema.Boolean,
  back_off: Schema.NullOr(BackOff)
})

/** `/api/v3/plugins`: what is installed, the saved state, one plugin explained, and a reconciliation. */
export class PluginsApi extends HttpApiGroup.make("plugins")
  .add(
    HttpApiEndpoint.get("installed", "/plugins/installed", {
      success: success(InstalledPlugins),
      error: Unavailable
    }).annotate(OpenApi.Summary, "The installed plugins, each with what all sources say of it"),
    HttpApiEndpoint.get("state", "/plugins/state", {
      query: { plugin_id: Schema.optionalKey(PluginId) },
      success: Schema.Struct({
        ...success(
          Schema.Union([
            SavedRecord,
            Schema.Record(Schema.String, SavedRecord),
            PluginStanding,
            Schema.Record(Schema.String, PluginStanding)
          ])
        ).fields,
        /** Of a LEDMatrix that keeps no saved state: its display. */
        runtime: Schema.optionalKey(Runtime)
      }),
      error: [NotFound, Unavailable]
    }).annotate(
      OpenApi.Summary,
      "The saved state: every record that LEDMatrix can load, or the one asked for; where it keeps none, how each stands"
    ),
    HttpApiEndpoint.get("explain", "/plugins/:id/explain", {
      params: { id: PluginId },
      success: success(PluginExplanation),
      error: NotFound
    }).annotate(OpenApi.Summary, "What each source says of one plugin, and how each rule decided"),
    HttpApiEndpoint.post("reconcile", "/plugins/state/reconcile", {
      payload: ReconcileRequest,
      success: success(Reconciliation),
      error: [BadRequest, Conflict, Unavailable]
    }).annotate(OpenApi.Summary, "Looks at everything now and repairs what is safe; answers when it is done"),
    HttpApiEndpoint.get("startup", "/plugins/reconciliation-status", {
      success: success(StartupResult)
    }).annotate(OpenApi.Summary, "What came of the reconciliation with which the process began")
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
