/** What was asked for one plugin, and what came of it. */
import { Data, Schema } from "effect"
import { type Advice, adviceText, type StepWords } from "./advice/Advice.ts"
import { LocalFilesFate } from "./plugin/LocalFiles.ts"

/**
 * What came of an operation. `already_installed`, `up_to_date` and `unchanged` have changed nothing; `skipped`
 * is a plugin that `update --all` must not touch.
 */
export const OperationStatus = Schema.Literals([
  "installed",
  "already_installed",
  "updated",
  "up_to_date",
  "skipped",
  "uninstalled",
  "enabled",
  "disabled",
  "unchanged",
  "resolved",
  "undone",
  "failed"
])
export type OperationStatus = typeof OperationStatus.Type

/** The JSON document of `install`, `update ID`, `uninstall`, `enable`, `disable` and `resolve`. */
export const OperationDocument = Schema.Struct({
  command: Schema.String,
  plugin_id: Schema.String,
  status: OperationStatus,
  message: Schema.String,
  /** The version now installed, and the one before, where that is known and matters. */
  version: Schema.optionalKey(Schema.NullOr(Schema.String)),
  previous_version: Schema.optionalKey(Schema.NullOr(Schema.String)),
  /** The display runs what was before until it is started anew. */
  restart_required: Schema.optionalKey(Schema.Boolean),
  /** What else a person should hear. */
  notes: Schema.Array(Schema.String),
  /** Relative to the root: config, state, marks, and plugin directories put in place or set aside. */
  changed_files: Schema.Array(Schema.String),
  /** Where a directory was replaced: what became of the files beside the plugin's code. */
  local_files: Schema.optionalKey(LocalFilesFate),
  /** The run that `undo` takes; absent where nothing was changed. */
  run_id: Schema.optionalKey(Schema.String)
})
export interface OperationDocument extends Schema.Schema.Type<typeof OperationDocument> {}

/** What came of an operation, its notes not yet in the words of a shell. */
export interface OperationResult extends Omit<OperationDocument, "notes"> {
  readonly notes: ReadonlyArray<Advice>
}

/** The document of a result, in the words of the shell that shows it. */
export const operationDocument = (result: OperationResult, words: StepWords): OperationDocument => ({
  ...result,
  notes: result.notes.map((note) => adviceText(note, words))
})

/** In LEDMatrix's words, whether its display has to be started anew for what was done. */
export const restartOf = ({ command, restart_required = false }: OperationResult) => ({
  restart_required,
  restart_message: !restart_required
    ? null
    : command === "uninstall"
      ? "Restart the display to stop the plugin"
      : "Restart the display to run the new version"
})

/** An operation that was not begun, because it would do harm or makes no sense. Nothing was changed. */
export class OperationRefused extends Data.TaggedError("OperationRefused")<{
  readonly plugin: string
  readonly code:
    | "unknown_plugin"
    | "invalid_id"
    | "source_unreadable"
    | "entry_not_writable"
    | "system_key"
    | "other_plugins_directory"
    | "duplicate_id"
    | "no_store"
    | "symlinked_plugin"
    | "local_changes"
    | "local_changes_unknown"
    | "chosen_checkout"
    | "changed_meanwhile"
    | "broken_directory"
    | "unknown_run"
    | "nothing_to_undo"
    | "cannot_be_undone"
    | "operation_conflict"
    | "no_desired_state"
    | "no_ledmatrix"
    | "nothing_to_resolve"
    | "choice_needed"
    | "no_backup"
  readonly problem: string
  readonly path?: string
  readonly hint?: Advice
}> {
  get transient(): boolean {
    return TRANSIENT.has(this.code)
  }
  override get message(): string {
    return this.problem
  }
}

/** An operation that failed half-way, and whose steps could not be taken back either: the next run that writes completes it. */
export class HalfDone extends Data.TaggedError("HalfDone")<{
  readonly run: string
  readonly command: string
  /** Why it failed. */
  readonly problem: string
  /** What of it stands, one place each. */
  readonly standing: ReadonlyArray<string>
}> {
  readonly code = "half_done"
  readonly transient = true
  override get message(): string {
    return `${this.problem}; what was done until then could not be taken back: ${this.standing.join(", ")}`
  }
}

const TRANSIENT: ReadonlySet<string> = new Set([
  "changed_meanwhile",
  "source_unreadable",
  "operation_conflict"
])
