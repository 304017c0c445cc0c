/** What is installed, how it stands, and having it reconciled. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { PluginId } from "../../../domain/schemas.ts"
import { PluginExplanation, PluginStanding, Reconciliation, SavedRecord } from "../documents.ts"
import { BadRequest, Conflict, NotFound, success, Unavailable } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { InstalledPlugins } from "../InstalledPlugin.ts"
import { ReconcileRequest } from "../requests.ts"
import { Runtime } from "../runtime.ts"
import { StartupResult } from "../named.ts"
import { summary } from "../summary.ts"

/** `/api/v3/plugins`: what is installed, the saved state, one plugin explained, and a reconciliation. */
export class PluginsApi extends HttpApiGroup.make("plugins")
  .add(
    HttpApiEndpoint.get("installed", "/plugins/installed", {
      success: success(InstalledPlugins),
      error: Unavailable
    }).annotateMerge(summary("The installed plugins, each with what all sources say of it")),
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
    }).annotateMerge(
      summary(
        "The saved state: every record that LEDMatrix can load, or the one asked for; where it keeps none, how each stands"
      )
    ),
    HttpApiEndpoint.get("explain", "/plugins/:id/explain", {
      params: { id: PluginId },
      success: success(PluginExplanation),
      error: NotFound
    }).annotateMerge(summary("What each source says of one plugin, and how each rule decided")),
    HttpApiEndpoint.post("reconcile", "/plugins/state/reconcile", {
      payload: ReconcileRequest,
      success: success(Reconciliation),
      error: [BadRequest, Conflict, Unavailable]
    }).annotateMerge(summary("Looks at everything now and repairs what is safe; answers when it is done")),
    HttpApiEndpoint.get("startup", "/plugins/reconciliation-status", {
      success: success(StartupResult)
    }).annotateMerge(summary("What came of the reconciliation with which the process began"))
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
