/** Pure: what config and saved state agree on after a run, and what this program replaced on the way. */
import { Option, Result } from "effect"
import type { Edit } from "../../domain/changes/Evidence.ts"
import { enabledVote } from "../../domain/sources/ConfigView.ts"
import {
  type Agreement,
  type LedgerView,
  type RecordMark,
  REPLACED_MAX,
  sameMark
} from "../../domain/sources/Ledger.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { recordMark } from "../../domain/sources/StateRecord.ts"

/** Agreements to set, or with `undefined` to forget. */
export type AgreementChanges = ReadonlyMap<string, Agreement | undefined>

/**
 * The values on which entry and record newly agree. A plugin that no source knows any more is forgotten, so that
 * the file does not grow for ever. Nothing is concluded from a source that could not be read, or is none.
 */
export const newAgreements = (snapshot: Snapshot): AgreementChanges => {
  const changes = new Map<string, Agreement | undefined>()
  const state = Option.filter(snapshot.state, Result.isSuccess)
  if (Result.isFailure(snapshot.config) || Option.isNone(state)) return changes
  const { values } = snapshot.config.success
  const { records } = state.value.success
  const { agreements } = snapshot.ledger
  let known = 0
  for (const [id, record] of records) {
    if (agreements.has(id)) known += 1
    const value = values.get(id)
    if (value?._tag !== "Entry" || record.faults.length > 0) continue
    const vote = enabledVote(value.enabled, snapshot.host.traits)
    if (vote === undefined || vote !== record.salvage.enabled) continue
    const remembered = agreements.get(id)
    if (remembered?.enabled !== vote) changes.set(id, { ...remembered, enabled: vote })
  }
  if (known === agreements.size) return changes
  for (const id of agreements.keys()) {
    if (!values.has(id) && !records.has(id)) changes.set(id, undefined)
  }
  return changes
}

/** The versions of records that the edits replaced: seen again, they are LEDMatrix's memory coming back. */
export const replacedRecords = (edits: ReadonlyArray<Edit>, ledger: LedgerView): AgreementChanges => {
  const changes = new Map<string, Agreement | undefined>()
  for (const edit of edits) {
    for (const [id, reading] of recordsReplaced(edit)) {
      const mark = recordMark(reading)
      if (mark === undefined) continue
      const before = changes.get(id) ?? ledger.agreements.get(id)
      changes.set(id, { ...before, replaced: withMark(before?.replaced ?? [], mark) })
    }
  }
  return changes
}

/** Records as they were read, of which the edit leaves another version. */
const recordsReplaced = ({ changes, given }: Edit) => {
  const isLeft = changes.some(({ _tag, file }) => file === "state" && _tag === "SetValue")
  return given.flatMap((needed) =>
    isLeft && needed._tag === "Record" ? [[needed.plugin, needed.reading] as const] : []
  )
}

/** The newest first, each once. */
export const withMark = (marks: ReadonlyArray<RecordMark>, mark: RecordMark): ReadonlyArray<RecordMark> =>
  [mark, ...marks.filter((old) => !sameMark(old, mark))].slice(0, REPLACED_MAX)
