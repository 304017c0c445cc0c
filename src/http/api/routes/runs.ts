/** What past runs changed, and taking one back. */
import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { JournalRecord } from "../../../domain/changes/Journal.ts"
import { operationErrors, success } from "../envelope.ts"
import { Gate } from "../Gate.ts"

const RunId = Schema.String.check(
  Schema.isPattern(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/u, { message: "the id of a run" })
)

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

/** `/api/v3/history`: what past runs changed, and the reverse of one of them. */
export class RunsApi extends HttpApiGroup.make("runs")
  .add(
    HttpApiEndpoint.get("history", "/history", {
      success: success(PastRuns),
      error: operationErrors
    }).annotate(OpenApi.Summary, "What past runs changed and why, the newest first"),
    HttpApiEndpoint.post("undo", "/history/:run/undo", {
      params: { run: RunId },
      success: success(UndoneRun),
      error: operationErrors
    }).annotate(OpenApi.Summary, "The reverse of one run, as far as nothing of it has changed since")
  )
  .middleware(Gate)
  .prefix("/api/v3") {}
