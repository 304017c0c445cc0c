/** What can be done to a plugin. Installs and removals are accepted at once and followed by their id. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { OperationType } from "../../../domain/Controller.ts"
import { OperationStatus } from "../../../domain/Operation.ts"
import { PluginId } from "../../../domain/schemas.ts"
import { StatusMessage, NotFound, operationErrors, success } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import {
  ActionRequest,
  InstallRequest,
  PluginRequest,
  ToggleForm,
  ToggleRequest,
  UninstallRequest
} from "../requests.ts"
import { OperationTicket } from "../named.ts"

const Accepted = success(Schema.Struct({ operation_id: Schema.String }))

const OPERATIONS_MAX = 1000

const Count = Schema.FiniteFromString.check(
  Schema.isInt({ message: "a whole number" }),
  Schema.isBetween({ minimum: 1, maximum: OPERATIONS_MAX })
)

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

/** An operation that has ended, as LEDMatrix's history lists it. */
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

/** `/api/v3/plugins`: install, uninstall, update, switch. Installs and removals are followed by their id. */
export class OperationsApi extends HttpApiGroup.make("operations")
  .add(
    HttpApiEndpoint.post("install", "/plugins/install", {
      payload: InstallRequest,
      success: Accepted,
      error: operationErrors
    }).annotate(OpenApi.Summary, "Installs a plugin from the store"),
    HttpApiEndpoint.post("uninstall", "/plugins/uninstall", {
      payload: UninstallRequest,
      success: Accepted,
      error: operationErrors
    }).annotate(OpenApi.Summary, "Removes a plugin, with its settings unless they are to be kept"),
    HttpApiEndpoint.post("update", "/plugins/update", {
      query: { plugin_id: Schema.optionalKey(Schema.String) },
      payload: [PluginRequest, PluginRequest.pipe(HttpApiSchema.asFormUrlEncoded())],
      success: success(UpdateDone),
      error: operationErrors
    }).annotate(OpenApi.Summary, "Updates a plugin; answers when it is done"),
    HttpApiEndpoint.post("toggle", "/plugins/toggle", {
      query: { plugin_id: Schema.optionalKey(Schema.String), enabled: Schema.optionalKey(Schema.String) },
      payload: [ToggleRequest, ToggleForm.pipe(HttpApiSchema.asFormUrlEncoded())],
      success: StatusMessage,
      error: operationErrors
    }).annotate(OpenApi.Summary, "Sets `enabled` in config and saved state together"),
    HttpApiEndpoint.post("action", "/system/action", {
      payload: ActionRequest,
      success: StatusMessage,
      error: operationErrors
    }).annotate(OpenApi.Summary, "Has LEDMatrix restart its display; answers when that is done"),
    HttpApiEndpoint.get("operation", "/plugins/operation/:id", {
      params: { id: Schema.String },
      success: success(OperationTicket),
      error: NotFound
    }).annotate(OpenApi.Summary, "How an operation stands"),
    HttpApiEndpoint.get("operations", "/plugins/operation/history", {
      query: {
        limit: Schema.optionalKey(Count),
        plugin_id: Schema.optionalKey(PluginId),
        /** LEDMatrix has types that are not known here; of these there are none. */
        operation_type: Schema.optionalKey(Schema.String)
      },
      success: success(Schema.Array(PastOperation))
    }).annotate(OpenApi.Summary, "Operations of this process that have ended, the newest first"),
    HttpApiEndpoint.delete("clearOperations", "/plugins/operation/history", {
      success: StatusMessage
    }).annotate(OpenApi.Summary, "Clears that list")
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
