/** What waits for a decision of a person, and having it done; and what a repair would change. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { OperationDocument } from "../../../domain/Operation.ts"
import { ReportedSourceError } from "../../../domain/findings/Report.ts"
import { ReportedChoice } from "../../../domain/schemas.ts"
import { operationErrors, success } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { ResolveRequest } from "../requests.ts"

/** One line of a file: taken out, put in, or shown for where it stands. Values are `‹set›`. */
export const DiffLine = Schema.Struct({
  change: Schema.Literals(["removed", "added", "same"]),
  line: Schema.Int,
  text: Schema.String
}).annotate({ identifier: "DiffLine" })

/** What waits for a choice of a person: of a plugin as its finding says, of a file with what its backup changes. What could not be read may hide more. */
export const OpenChoices = Schema.Struct({
  open: Schema.Array(
    Schema.Struct({
      target: Schema.String,
      reason: Schema.String,
      description: Schema.String,
      choices: Schema.Array(ReportedChoice),
      lines: Schema.optionalKey(Schema.Array(DiffLine))
    })
  ),
  source_errors: Schema.Array(ReportedSourceError)
})

/** What a repair would change: of a file its lines, of a plugin's directory what becomes of it. */
export const PendingDiff = Schema.Array(
  Schema.Union([
    Schema.Struct({ file: Schema.String, lines: Schema.Array(DiffLine) }),
    Schema.Struct({ file: Schema.String, plugin_id: Schema.String, becomes: Schema.String })
  ])
)

/** What was resolved, and the run that `undo` takes. */
export const Resolved = OperationDocument.annotate({ identifier: "Resolved" })

/** `/api/v3/resolve` and `/api/v3/reconciler/diff`: what to decide by, and deciding it. */
export class ChoicesApi extends HttpApiGroup.make("choices")
  .add(
    HttpApiEndpoint.get("open", "/resolve", { success: success(OpenChoices) }).annotate(
      OpenApi.Summary,
      "What waits for a choice of a person, with the choices there are"
    ),
    HttpApiEndpoint.post("resolve", "/resolve", {
      payload: ResolveRequest,
      success: success(Resolved),
      error: operationErrors
    }).annotate(OpenApi.Summary, "Does what a person has chosen; answers when it is done, and can be undone"),
    HttpApiEndpoint.get("diff", "/reconciler/diff", {
      success: success(Schema.Struct({ diff: PendingDiff }))
    }).annotate(OpenApi.Summary, "The lines that the next repair would change; changes nothing")
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
