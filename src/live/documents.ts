/**
 * Schemas of the JSON documents whose types are interfaces: for a program that reads what `--json` printed elsewhere. The
 * compiler holds each to its type. This module stands alone, so that no command has to make schemas to print a document.
 */
import { Schema } from "effect"
import { JournalRecord } from "../domain/changes/Journal.ts"
import { Report } from "../domain/findings/Report.ts"
import { ReportedDisplay } from "../domain/schemas.ts"
import type { Undone } from "../operations/undo/undo.ts"
import type { History } from "../reconcile/look/history.ts"
import type { InstalledList } from "../reconcile/look/installed.ts"
import type { OfferedList } from "../reconcile/look/offered.ts"
import type { OutdatedList } from "../reconcile/look/outdated.ts"

const text = Schema.NullOr(Schema.String)
const yesOrNo = Schema.NullOr(Schema.Boolean)
const texts = Schema.Array(Schema.String)

const { source_errors } = Report.fields

const GitInfo = Schema.Struct({ branch: text, commit: text, date: text, remote: text })

const listedPlugin = {
  id: Schema.String,
  name: text,
  version: text,
  directory: Schema.String,
  in_config: yesOrNo,
  enabled: yesOrNo,
  state: Schema.NullOr(Schema.Struct({ status: text, enabled: yesOrNo, version: text })),
  loaded: yesOrNo,
  load_error: text,
  loaded_version: text,
  set_aside: text,
  uninstalled: yesOrNo,
  git: Schema.NullOr(GitInfo),
  changed_files: Schema.NullOr(texts)
}

const registry = Schema.NullOr(
  Schema.Struct({
    address: Schema.String,
    fetched_at: text,
    stale: Schema.Boolean,
    entries: Schema.Finite,
    skipped: texts,
    last_failure: Schema.NullOr(Schema.Struct({ at: Schema.String, problem: Schema.String })),
    backing_off_until: text
  })
)

/** The document of `installed`. */
export const InstalledDocument: Schema.Codec<InstalledList> = Schema.Struct({
  plugins: Schema.Array(Schema.Struct(listedPlugin)),
  broken: Schema.Array(
    Schema.Struct({
      directory: Schema.String,
      problem: Schema.String,
      byteOrderMark: Schema.optionalKey(Schema.Boolean)
    })
  ),
  source_errors,
  display: Schema.NullOr(ReportedDisplay),
  registry
})

/** The document of `installed --outdated`. */
export const OutdatedDocument: Schema.Codec<OutdatedList> = Schema.Struct({
  plugins: Schema.Array(Schema.Struct({ ...listedPlugin, latest_version: Schema.String })),
  source_errors,
  registry_stale: Schema.Boolean
})

/** The document of `store`. */
export const OfferedDocument: Schema.Codec<OfferedList> = Schema.Struct({
  plugins: Schema.Array(
    Schema.Struct({
      id: Schema.String,
      name: Schema.String,
      version: Schema.String,
      author: Schema.String,
      category: Schema.String,
      description: Schema.String,
      tags: texts,
      verified: Schema.Boolean,
      installed: yesOrNo,
      installed_id: text,
      installed_version: text,
      incompatible_reason: text,
      min_version: text,
      runs_here: yesOrNo
    })
  ),
  near: Schema.optionalKey(texts),
  source_errors,
  registry
})

/** The document of `history`. */
export const HistoryDocument: Schema.Codec<History> = Schema.Struct({
  runs: Schema.Array(Schema.Struct({ ...JournalRecord.fields, undone_by: text })),
  unreadable: texts
})

/** The document of `undo`. */
export const UndoneDocument: Schema.Codec<Undone> = Schema.Struct({
  undoes: Schema.String,
  command: Schema.String,
  message: Schema.String,
  restored: texts,
  left_alone: texts,
  notes: texts,
  changed_files: texts,
  run_id: Schema.String
})

/** The document of `doctor`. */
export const DoctorDocument = Schema.Struct({
  checks: Schema.Array(
    Schema.Struct({
      topic: Schema.String,
      /** `todo` is for a person to put right, `unknown` could not be found out, and neither is `ok`. */
      status: Schema.Literals(["ok", "todo", "unknown"]),
      found: Schema.String,
      /** What a person can do. */
      step: text
    })
  ),
  settings: Schema.Array(Schema.Struct({ name: Schema.String, from: Schema.String, value: text }))
})
/** The type of `DoctorDocument`. */
export interface DoctorDocument extends Schema.Schema.Type<typeof DoctorDocument> {}

/** What every command prints with `--json` where it could not do its work. */
export const FailureDocument = Schema.Struct({
  error: Schema.Struct({
    /** Stable, for programs; listed in docs/errors.md. */
    code: Schema.String,
    message: Schema.String,
    path: Schema.optionalKey(Schema.String),
    hint: Schema.optionalKey(Schema.String)
  })
})
/** The type of `FailureDocument`. */
export interface FailureDocument extends Schema.Schema.Type<typeof FailureDocument> {}
