/** Pure: the versions of records that this program replaced or removed, as they are remembered. */
import { type Agreement, type LedgerView, type RecordMark, REPLACED_MAX, sameMark } from "./Ledger.ts"
import { recordMark, type RecordReading } from "./StateRecord.ts"

/** Agreements to set, or with `undefined` to forget. */
export type AgreementChanges = ReadonlyMap<string, Agreement | undefined>

/** A record as it was read, of which another version was left, or none. */
export type ReplacedRecord = readonly [id: string, reading: RecordReading]

/** What is remembered of their plugins, with the marks of these records. */
export const withMarks = (
  replaced: ReadonlyArray<ReplacedRecord>,
  { agreements }: Pick<LedgerView, "agreements">
): AgreementChanges => {
  const changes = new Map<string, Agreement | undefined>()
  for (const [id, reading] of replaced) {
    const mark = recordMark(reading)
    if (mark === undefined) continue
    const before = changes.get(id) ?? agreements.get(id)
    changes.set(id, { ...before, replaced: withMark(before?.replaced ?? [], mark) })
  }
  return changes
}

/** The newest first, each once. */
const withMark = (marks: ReadonlyArray<RecordMark>, mark: RecordMark): ReadonlyArray<RecordMark> =>
  [mark, ...marks.filter((old) => !sameMark(old, mark))].slice(0, REPLACED_MAX)
