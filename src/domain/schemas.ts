/**
 * Schemas of values that every look handles and no look validates. They lie apart because loading Effect's
 * schemas takes as long as a tenth of a check; the modules of these values have the types alone.
 */
import { Schema } from "effect"
import { DESIRED_REASONS } from "./desired/DesiredView.ts"
import { INCONSISTENCY_TYPES } from "./findings/Finding.ts"
import { VALID_ID } from "./plugin/PluginId.ts"
import { DISPLAY_STATUSES } from "./sources/Display.ts"

/** An id that is safe to use as a file name and in an address. */
export const PluginId = Schema.String.check(
  Schema.isPattern(VALID_ID, { message: "a plugin id: letters, digits, '.', '_', '-'; at most 128" })
).pipe(Schema.brand("PluginId"))
export type PluginId = typeof PluginId.Type

/** The four places that are compared. */
export const Source = Schema.Literals(["config", "disk", "manager", "state"])
export type Source = typeof Source.Type

/** The rule that a finding is of. */
export const InconsistencyType = Schema.Literals(INCONSISTENCY_TYPES)
export type InconsistencyType = typeof InconsistencyType.Type

/** The cause of a finding: stable codes, each explained in docs/errors.md. */
export const Reason = Schema.Literals([
  // rule 1
  "no_entry",
  "key_not_object",
  "system_key",
  // rule 2
  "settings_kept",
  "set_aside_copy",
  "directory_name",
  "recently_uninstalled",
  "unrecoverable",
  "not_in_registry",
  "newer_ledmatrix_needed",
  "wrong_key",
  "no_store",
  "invalid_id",
  "name_taken",
  "broken_directory",
  "not_installed",
  // rule 3
  "config_differs",
  "entry_not_writable",
  "not_loaded",
  "still_loaded",
  // rule 4
  "record_version",
  "entry_version",
  "older_version_runs",
  // rule 5
  "invalid_record",
  "uninstalled_record",
  "orphan_record",
  "broken_manifest",
  "duplicate_id",
  "marked_on_disk",
  "enabled_not_boolean",
  // rule 6
  ...DESIRED_REASONS,
  // any rule
  "undone"
])
export type Reason = typeof Reason.Type

/** One way in which a person can have a finding resolved, and what comes of it: words that follow its name. */
export const ReportedChoice = Schema.Struct({ choice: Schema.String, does: Schema.String })

/** LEDMatrix's display, as documents tell of it. */
export const ReportedDisplay = Schema.Struct({
  /** Only a `live` one says anything about a plugin. */
  status: Schema.Literals(DISPLAY_STATUSES),
  /** ISO 8601, UTC: its start where it is live, its last sign of life where it is not. */
  since: Schema.NullOr(Schema.String),
  published_at: Schema.NullOr(Schema.String),
  /** Where it was read: a file, or an address. */
  from: Schema.NullOr(Schema.String),
  /** Why nothing of it can be read. */
  problem: Schema.NullOr(Schema.String)
})

/** Why an automatic fix did not work. Only a transient one is tried again by a later run. */
export const Failure = Schema.Struct({
  kind: Schema.Literals(["transient", "permanent"]),
  code: Schema.String,
  message: Schema.String,
  /** ISO 8601, UTC: before this time it is not tried again, where that is known. */
  retry_at: Schema.optionalKey(Schema.String)
})
export type Failure = typeof Failure.Type
