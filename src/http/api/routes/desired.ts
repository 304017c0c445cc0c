/** How the sign stands to its desired state, and pausing it. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { operationErrors, success } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { DesiredStatus, SignTiles } from "../named.ts"
import { PauseRequest } from "../requests.ts"

/** `/api/v3/desired`: which document and revision is in force, what was rejected and why, until when it is paused; `/api/v3/signs`: other signs. */
export class DesiredApi extends HttpApiGroup.make("desired")
  .add(
    HttpApiEndpoint.get("standing", "/desired", { success: success(DesiredStatus) }).annotate(
      OpenApi.Summary,
      "How the sign stands to its desired state"
    ),
    HttpApiEndpoint.post("pause", "/desired/pause", {
      payload: PauseRequest,
      success: success(DesiredStatus),
      error: operationErrors
    }).annotate(OpenApi.Summary, "Repairs nothing for the desired state, for a while or until it is resumed"),
    HttpApiEndpoint.post("resume", "/desired/resume", {
      payload: Schema.Struct({}),
      success: success(DesiredStatus),
      error: operationErrors
    }).annotate(OpenApi.Summary, "Ends a pause"),
    HttpApiEndpoint.get("signs", "/signs", { success: success(SignTiles) }).annotate(
      OpenApi.Summary,
      "How the signs of the list stand that `--signs` names"
    )
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
