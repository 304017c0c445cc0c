/** What can be done to a plugin. Installs and removals are accepted at once and followed by their id. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema } from "effect/http-api"
import { PluginId } from "../../../domain/schemas.ts"
import { PastOperation, UpdateDone } from "../documents.ts"
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
import { summary } from "../summary.ts"

const Accepted = success(Schema.Struct({ operation_id: Schema.String }))

const OPERATIONS_MAX = 1000

const Count = Schema.FiniteFromString.check(
  Schema.isInt({ message: "a whole number" }),
  Schema.isBetween({ minimum: 1, maximum: OPERATIONS_MAX })
)

/** `/api/v3/plugins`: install, uninstall, update, switch. Installs and removals are followed by their id. */
export class OperationsApi extends HttpApiGroup.make("operations")
  .add(
    HttpApiEndpoint.post("install", "/plugins/install", {
      payload: InstallRequest,
      success: Accepted,
      error: operationErrors
    }).annotateMerge(summary("Installs a plugin from the store")),
    HttpApiEndpoint.post("uninstall", "/plugins/uninstall", {
      payload: UninstallRequest,
      success: Accepted,
      error: operationErrors
    }).annotateMerge(summary("Removes a plugin, with its settings unless they are to be kept")),
    HttpApiEndpoint.post("update", "/plugins/update", {
      query: { plugin_id: Schema.optionalKey(Schema.String) },
      payload: [PluginRequest, PluginRequest.pipe(HttpApiSchema.asFormUrlEncoded())],
      success: success(UpdateDone),
      error: operationErrors
    }).annotateMerge(summary("Updates a plugin; answers when it is done")),
    HttpApiEndpoint.post("toggle", "/plugins/toggle", {
      query: { plugin_id: Schema.optionalKey(Schema.String), enabled: Schema.optionalKey(Schema.String) },
      payload: [ToggleRequest, ToggleForm.pipe(HttpApiSchema.asFormUrlEncoded())],
      success: StatusMessage,
      error: operationErrors
    }).annotateMerge(summary("Sets `enabled` in config and saved state together")),
    HttpApiEndpoint.post("action", "/system/action", {
      payload: ActionRequest,
      success: StatusMessage,
      error: operationErrors
    }).annotateMerge(summary("Has LEDMatrix restart its display; answers when that is done")),
    HttpApiEndpoint.get("operation", "/plugins/operation/:id", {
      params: { id: Schema.String },
      success: success(OperationTicket),
      error: NotFound
    }).annotateMerge(summary("How an operation stands")),
    HttpApiEndpoint.get("operations", "/plugins/operation/history", {
      query: {
        limit: Schema.optionalKey(Count),
        plugin_id: Schema.optionalKey(PluginId),
        /** LEDMatrix has types that are not known here; of these there are none. */
        operation_type: Schema.optionalKey(Schema.String)
      },
      success: success(Schema.Array(PastOperation))
    }).annotateMerge(summary("Operations of this process that have ended, the newest first")),
    HttpApiEndpoint.delete("clearOperations", "/plugins/operation/history", {
      success: StatusMessage
    }).annotateMerge(summary("Clears that list"))
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
