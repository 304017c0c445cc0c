/**
 * Schemas of values that every look handles and no look validates. They lie apart because loading Effect's
 * schemas takes as long as a tenth of a check; the modules of these values have the types alone.
 */
import { Schema } from "effect"
import { INCONSISTENCY_TYPES } from "./findings/Finding.ts"
import { VALID_ID } from "./PluginId.ts"

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
  // rule 4
  "record_version",
  "entry_version",
  // rule 5
  "invalid_record",
  "uninstalled_record",
  "orphan_record",
  "broken_manifest",
  "duplicate_id",
  "marked_on_disk",
  "enabled_not_boolean",
  // any rule
  "undone"
])
export type Reason = typeof Reason.Type

/** Why an automatic fix did not work. Only a transient one is tried again by a later run. */
export const Failure = Schema.Struct({
  kind: Schema.Literals(["transient", "permanent"]),
  code: Schema.String,
  message: Schema.String,
  /** ISO 8601, UTC: before this time it is not tried again, where that is known. */
  retry_at: Schema.optionalKey(Schema.String)
})
export type Failure = typeof Failure.Type
