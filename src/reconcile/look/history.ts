import { Effect } from "effect"
import type { JournalChange, JournalRecord } from "../../domain/changes/Journal.ts"
import type { LedgerError } from "../../domain/errors/ServiceError.ts"
import { LEFT_OUT } from "../../domain/changes/leftOut.ts"
import { isJsonObject, type JsonValue } from "../../json/JsonValue.ts"
import { Journal } from "../../services/ownFiles/Journal.ts"
import { FILE } from "../../domain/changes/Change.ts"
import { undoings } from "../../changes/undoings.ts"
import { MASK } from "../../json/masking/mask.ts"

/** What one run changed. Values of settings are `‹set›`. */
export interface PastRun extends JournalRecord {
  /** The run that reversed it. */
  readonly undone_by: string | null
}

/** Past runs, the newest first. */
export interface History {
  readonly runs: ReadonlyArray<PastRun>
  /** Files in the journal that are no record that can be read. */
  readonly unreadable: ReadonlyArray<string>
}

/**
 * What past runs changed and why, the newest first, without values of settings. Fails where the journal's
 * directory cannot be read; a record that cannot be read is in `unreadable`.
 */
export const history = Effect.fn("history")(function* (): Effect.fn.Return<History, LedgerError, Journal> {
  const { records, unreadable } = yield* (yield* Journal).view
  const undoneBy = undoings(records)
  const runs = records.map((record) => ({
    ...record,
    changes: record.changes.map(shown),
    undone_by: undoneBy.get(record.run_id) ?? null
  }))
  return { runs, unreadable }
})

/** Shows of an entry only `enabled` and `version`, of a record all but its metadata. */
const shown = (change: JournalChange): JournalChange => {
  const hide = (value: JsonValue): JsonValue => {
    if (value === LEFT_OUT) return value
    if (change.file === FILE.config) return hideSettings(value, change.key?.[1])
    return isJsonObject(value) ? hideMembers(value, (name) => name !== "metadata") : value
  }
  const { spelled: _spelled, ...told } = change
  return {
    ...told,
    ...(change.before === undefined ? {} : { before: hide(change.before) }),
    ...(change.after === undefined ? {} : { after: hide(change.after) })
  }
}

const SHOWN: ReadonlySet<string> = new Set(["enabled", "version"])

/** An object or a list there may hold a setting, so it is not shown. */
const isShown = (name: string, value: JsonValue): boolean =>
  SHOWN.has(name) && !isJsonObject(value) && !Array.isArray(value)

/** Of an entry, or of that field of it. */
const hideSettings = (value: JsonValue, field: string | undefined): JsonValue => {
  if (field !== undefined) return isShown(field, value) ? value : MASK
  return isJsonObject(value) ? hideMembers(value, isShown) : MASK
}

const hideMembers = (
  value: { readonly [name: string]: JsonValue },
  shows: (name: string, inner: JsonValue) => boolean
): JsonValue =>
  Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shows(name, inner) ? inner : MASK]))
