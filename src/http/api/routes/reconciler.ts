/** The controller itself: how it stands, what it did, what it leaves alone, and what just happened. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { operationErrors, success } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { ScopeRequest } from "../requests.ts"
import { ControllerStatus, DesiredStatus, OperationTicket, PassSummary, Suspension } from "../named.ts"

const event = <const Name extends string, S extends Schema.Top>(name: Name, data: S) =>
  Schema.Struct({
    /** Counts the events of this connection. */
    id: Schema.optionalKey(Schema.String),
    event: Schema.Literal(name),
    data: Schema.fromJsonString(data)
  })

/** `status` tells all of it; after `plugins` the list of installed plugins is another. */
export const StreamedEvent = Schema.Union([
  event("status", ControllerStatus),
  event("pass", PassSummary),
  event("operation", OperationTicket),
  event("plugins", Schema.Struct({})),
  event("desired", DesiredStatus)
])

/** `/api/v3/reconciler`: status, passes and suspensions of the controller; `/api/v3/events`: the event stream. */
export class ReconcilerApi extends HttpApiGroup.make("reconciler")
  .add(
    HttpApiEndpoint.get("status", "/reconciler/status", { success: success(ControllerStatus) }).annotate(
      OpenApi.Summary,
      "How the controller stands"
    ),
    HttpApiEndpoint.get("passes", "/reconciler/passes", {
      success: success(Schema.Struct({ passes: Schema.Array(PassSummary) }))
    }).annotate(OpenApi.Summary, "Past passes in short, the oldest first"),
    HttpApiEndpoint.post("suspend", "/reconciler/suspend", {
      payload: ScopeRequest,
      success: success(Suspension),
      error: operationErrors
    }).annotate(OpenApi.Summary, "Leaves one plugin alone, or everything, until it is resumed"),
    HttpApiEndpoint.post("resume", "/reconciler/resume", {
      payload: ScopeRequest,
      success: success(Suspension),
      error: operationErrors
    }).annotate(OpenApi.Summary, "Ends a suspension: of one plugin, or of everything"),
    HttpApiEndpoint.get("events", "/events", {
      success: HttpApiSchema.StreamSse({ events: StreamedEvent })
    }).annotate(OpenApi.Summary, "What happens, as server-sent events; begins with `status`")
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
