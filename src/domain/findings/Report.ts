/** What a pass found, did and left: the JSON document of `check` and `reconcile`. */
import { Schema } from "effect"
import { LocalFilesFate } from "../plugin/LocalFiles.ts"
import { Failure, InconsistencyType, Reason, ReportedChoice, Source } from "../schemas.ts"

const SideState = Schema.Record(Schema.String, Schema.Json)

export const ReportedOutcome = Schema.Struct({
  status: Schema.Literals(["planned", "fixed", "failed", "manual", "informational"]),
  error: Schema.optionalKey(Failure),
  /** Where a directory was replaced: what became of the files beside the plugin's code. */
  local_files: Schema.optionalKey(LocalFilesFate)
})

/** A finding with its outcome, as a report has it. `error` is there only for the status `failed`. */
export const ReportedFinding = Schema.Struct({
  plugin_id: Schema.String,
  inconsistency_type: InconsistencyType,
  reason: Reason,
  description: Schema.String,
  /** Why nothing is done about it, until when, and what would be right, where more than the reason is known. */
  cause: Schema.optionalKey(Schema.String),
  /** The key in config under which the plugin's settings belong, where that is another one. */
  right_key: Schema.optionalKey(Schema.String),
  /** What a person can decide about it by a name, and what comes of each. */
  choices: Schema.optionalKey(Schema.Array(ReportedChoice)),
  fix_action: Schema.Literals(["auto_fix", "manual_fix_required", "no_action"]),
  can_auto_fix: Schema.Boolean,
  current_state: SideState,
  expected_state: SideState,
  outcome: ReportedOutcome
})
export interface ReportedFinding extends Schema.Schema.Type<typeof ReportedFinding> {}

export const ReportedSourceError = Schema.Struct({
  source: Source,
  path: Schema.String,
  /** Stable, for programs; listed in docs/errors.md. */
  code: Schema.String,
  /** What is wrong, and what helps: words that follow the path. */
  error: Schema.String,
  /** The newest copy of the file that can be read, relative to the root. */
  backup: Schema.optionalKey(Schema.String),
  /** Whose it is, where this program may not read it. */
  owner: Schema.optionalKey(Schema.String)
})
export interface ReportedSourceError extends Schema.Schema.Type<typeof ReportedSourceError> {}

/**
 * What a report comes to; the exit code follows from it alone.
 * - `in_sync`: nothing was found, or only what needs no action
 * - `drift`: `check` found something that a run or a person has to mend
 * - `repaired`: everything that had to be mended is fixed
 * - `left_over`: a person or a retry is needed
 * - `could_not_tell`: a source could not be read, so there may be more than was found; also where the run broke off
 * - `failed`: the run broke off, and every source could be read
 */
export const ReportResult = Schema.Literals([
  "in_sync",
  "drift",
  "repaired",
  "left_over",
  "could_not_tell",
  "failed"
])
export type ReportResult = typeof ReportResult.Type

/** What a run found, did and left: the JSON document of `check` and `reconcile`. `duration_ms` is in milliseconds. */
export const Report = Schema.Struct({
  result: ReportResult,
  inconsistencies_found: Schema.Array(ReportedFinding),
  inconsistencies_fixed: Schema.Array(ReportedFinding),
  inconsistencies_manual: Schema.Array(ReportedFinding),
  /** Whether the exit code is 0. */
  reconciliation_successful: Schema.Boolean,
  message: Schema.String,
  source_errors: Schema.Array(ReportedSourceError),
  /** Ids that are unrecoverable: for this process, or by a failure of an earlier one that still counts. */
  unrecoverable: Schema.Array(Schema.String),
  /** Paths relative to the root. */
  changed_files: Schema.Array(Schema.String),
  run_id: Schema.String,
  duration_ms: Schema.Finite
})
export interface Report extends Schema.Schema.Type<typeof Report> {}
