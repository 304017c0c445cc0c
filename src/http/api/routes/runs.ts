/** What past runs changed, and taking one back. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup } from "effect/http-api"
import { PastRuns, UndoneRun } from "../documents.ts"
import { operationErrors, success } from "../envelope.ts"
import { Gate } from "../Gate.ts"
import { summary } from "../summary.ts"

const RunId = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/u, { message: "the id of a run" })
)

/** `/api/v3/history`: what past runs changed, and the reverse of one of them. */
export class RunsApi extends HttpApiGroup.make("runs")
  .add(
    HttpApiEndpoint.get("history", "/history", {
      success: success(PastRuns),
      error: operationErrors
    }).annotateMerge(summary("What past runs changed and why, the newest first")),
    HttpApiEndpoint.post("undo", "/history/:run/undo", {
      params: { run: RunId },
      success: success(UndoneRun),
      error: operationErrors
    }).annotateMerge(summary("The reverse of one run, as far as nothing of it has changed since"))
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
