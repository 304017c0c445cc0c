/**
 * What this program itself remembers about an installation, under `data/reconciler/`: the value of
 * `enabled` that config and state last agreed on, and the records that it replaced.
 */
import { Schema } from "effect"

/** What tells one version of a record from another. */
export const RecordMark = Schema.Struct({
  enabled: Schema.Boolean,
  config_version: Schema.NullOr(Schema.Number),
  last_updated: Schema.NullOr(Schema.String)
})
export type RecordMark = typeof RecordMark.Type

export const Agreement = Schema.Struct({
  /** The value that both sides last had; absent where they never agreed under our eyes. */
  enabled: Schema.optionalKey(Schema.Boolean),
  /** Records that this program replaced, newest first: seen again, they are LEDMatrix's memory, no change. */
  replaced: Schema.optionalKey(Schema.Array(RecordMark))
})
export type Agreement = typeof Agreement.Type

export interface LedgerView {
  readonly agreements: ReadonlyMap<string, Agreement>
}

export const emptyLedger: LedgerView = { agreements: new Map() }

/** LEDMatrix keeps one generation in memory; a few more cost nothing. */
export const REPLACED_MAX = 4

export const sameMark = (a: RecordMark, b: RecordMark): boolean =>
  a.enabled === b.enabled && a.config_version === b.config_version && a.last_updated === b.last_updated
