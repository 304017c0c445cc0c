/** What one run changed, and why: enough to tell it later and to undo it. Lives under `data/reconciler/`. */
import { Option, Schema } from "effect"

/** A change of a plugin's directory. Places are relative to the root where they lie inside it. */
export const MovedDirectory = Schema.Struct({
  /** Whether a plugin stands there after the change. */
  present: Schema.Boolean,
  /** Where the present content lay before; absent where it was freshly fetched. */
  from: Schema.optionalKey(Schema.String),
  /** Where what stood there before lies now; absent where nothing did. */
  kept: Schema.optionalKey(Schema.String),
  /** What tells the content, right after the change, from one that somebody has changed since. */
  fingerprint: Schema.optionalKey(Schema.String)
})
export type MovedDirectory = typeof MovedDirectory.Type

/** One change. `before` is absent where nothing was there, `after` where nothing is left. */
export const JournalChange = Schema.Struct({
  plugin_id: Schema.String,
  /** The finding's reason, or the operation's name where no finding stood behind the change. */
  reason: Schema.String,
  /** Relative to the root. */
  file: Schema.String,
  /** Path of the value inside a JSON file; absent for a directory. A list's member is the path `[member]`. */
  key: Schema.optionalKey(Schema.Array(Schema.String)),
  before: Schema.optionalKey(Schema.Json),
  after: Schema.optionalKey(Schema.Json),
  /** How a member was spelled that was removed, or comes back: byte for byte, and before which other key. */
  spelled: Schema.optionalKey(
    Schema.Struct({
      text: Schema.String,
      next: Schema.optionalKey(Schema.String),
      gap: Schema.optionalKey(Schema.String)
    })
  ),
  directory: Schema.optionalKey(MovedDirectory),
  /** Of an entry whose key was changed, from the last name of `key`: to what, and whether an entry without settings gave way. */
  renamed: Schema.optionalKey(
    Schema.Struct({
      to: Schema.String,
      over_bare: Schema.optionalKey(Schema.Boolean),
      leaves_bare: Schema.optionalKey(Schema.Boolean)
    })
  ),
  /** Of a file that was replaced as a whole: by which file, and where the former content is kept; SHA-256 of both. */
  replaced: Schema.optionalKey(
    Schema.Struct({
      by: Schema.String,
      kept: Schema.String,
      was: Schema.String,
      becomes: Schema.String
    })
  ),
  /** Whether the file begins with a byte-order mark after the change; of a change of nothing else. */
  byte_order_mark: Schema.optionalKey(Schema.Boolean)
})
export type JournalChange = typeof JournalChange.Type

/** The commands that change something, as the journal names them. */
export const RunCommand = Schema.Literals([
  "reconcile",
  "install",
  "update",
  "uninstall",
  "enable",
  "disable",
  "resolve",
  "undo"
])
/** One of these commands. */
export type RunCommand = typeof RunCommand.Type

/** What one run changed, and why: enough to show it later and to undo it. `started_at` is ISO 8601. */
export const JournalRecord = Schema.Struct({
  run_id: Schema.String,
  /** A `RunCommand`, or one that only a later version of this program knows. */
  command: Schema.String,
  started_at: Schema.String,
  /** Who asked for it; absent in records of versions that did not tell. */
  asked_by: Schema.optionalKey(Schema.Literals(["person", "controller"])),
  /** `intended` until the changes are on disk; a record left so was cut short, and becomes `interrupted`. */
  status: Schema.Literals(["intended", "done", "interrupted"]),
  changes: Schema.Array(JournalChange),
  /** The run that this one reversed. */
  undoes: Schema.optionalKey(Schema.String),
  /** The revision of the desired state that it carried out. */
  desired: Schema.optionalKey(Schema.String),
  /** The values were too large to be kept: the run is listed, and cannot be undone. */
  values_left_out: Schema.optionalKey(Schema.Boolean)
})
export type JournalRecord = typeof JournalRecord.Type

const isRunCommand = Schema.is(RunCommand)

/** The command of a record; `None` for one that this version does not know. */
export const commandOf = ({ command }: JournalRecord): Option.Option<RunCommand> =>
  isRunCommand(command) ? Option.some(command) : Option.none()
