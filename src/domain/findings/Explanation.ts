/** What is known of one plugin, and what the rules make of it: the JSON document of `explain`. */
import { Schema } from "effect"
import { InconsistencyType, Reason, ReportedChoice, ReportedDisplay } from "../schemas.ts"

/** What one source says: its facts, that it says nothing, or why it could not be asked. */
const SourceStatement = Schema.Struct({
  known: Schema.Boolean,
  facts: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  error: Schema.optionalKey(Schema.String),
  /** This LEDMatrix has no such source any more. */
  retired: Schema.optionalKey(Schema.Boolean),
  /** Of the plugin manager, where that is LEDMatrix's display: how far it can be believed, and since when. */
  display: Schema.optionalKey(ReportedDisplay)
})
export type SourceStatement = typeof SourceStatement.Type

const Judgement = Schema.Struct({
  rule: InconsistencyType,
  verdict: Schema.Literals(["found", "clear", "skipped"]),
  because: Schema.String,
  reason: Schema.optionalKey(Reason),
  fix_action: Schema.optionalKey(Schema.Literals(["auto_fix", "manual_fix_required", "no_action"])),
  /** What the finding's place says once it is repaired, as a report has it. */
  expected_state: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  /** Of a finding: what a person can decide about it by a name. */
  choices: Schema.optionalKey(Schema.Array(ReportedChoice))
})
export type Judgement = typeof Judgement.Type

/** What the document says of this plugin: the value in force of each field, and the layer that says it. */
const ExplainedDesired = Schema.Struct({
  document: Schema.String,
  /** sha256 of the document's bytes. */
  revision: Schema.String,
  sign: Schema.String,
  values: Schema.Array(
    Schema.Struct({
      /** `version`, `enabled`, `absent`, `others`, or the path of a setting. */
      field: Schema.String,
      value: Schema.Union([Schema.String, Schema.Boolean]),
      /** `all`, `group NAME` or `sign NAME`. */
      layer: Schema.String
    })
  )
})

/**
 * What each source says of one plugin, how each rule decided, and what happens next: the JSON document of
 * `explain`. Values of settings are `‹set›`.
 */
export const Explanation = Schema.Struct({
  plugin_id: Schema.String,
  config: SourceStatement,
  disk: SourceStatement,
  manager: SourceStatement,
  state: SourceStatement,
  /** Marked in `config/uninstalled_plugins.json`, or uninstalled through this program minutes ago. */
  uninstalled: Schema.Boolean,
  /** The value of `enabled` that config and saved state last agreed on. */
  agreed_enabled: Schema.optionalKey(Schema.Boolean),
  /**
   * Files that are no longer as this program's install placed them; absent for a checkout, and where none is
   * remembered.
   */
  changed_files: Schema.optionalKey(Schema.Array(Schema.String)),
  /** Only where a desired state is in force. */
  desired: Schema.optionalKey(ExplainedDesired),
  rules: Schema.Array(Judgement),
  /** The registry's copy on this machine: how old it is, and whether the last attempt to ask failed. */
  registry: Schema.NullOr(
    Schema.Struct({
      address: Schema.String,
      fetched_at: Schema.NullOr(Schema.String),
      stale: Schema.Boolean,
      entries: Schema.Finite,
      skipped: Schema.Array(Schema.String),
      last_failure: Schema.NullOr(Schema.Struct({ at: Schema.String, problem: Schema.String })),
      backing_off_until: Schema.NullOr(Schema.String)
    })
  ),
  /** What the next run will do about it, or what a person has to do. */
  next: Schema.String
})
export interface Explanation extends Schema.Schema.Type<typeof Explanation> {}
