/** What an operation leaves in the ledger: what was agreed on its plugin, and which records it replaced or removed. */
import { Effect, Option, Result } from "effect"
import type { Change } from "../domain/changes/Change.ts"
import type { Agreement } from "../domain/sources/Ledger.ts"
import type { Snapshot } from "../domain/sources/Snapshot.ts"
import type { StateView } from "../domain/sources/StateView.ts"
import { type AgreementChanges, withMarks } from "../domain/sources/recordMarks.ts"
import { recordsChanged } from "../reconcile/judge/agreements.ts"
import { LedgerWriter } from "../services/writing/LedgerWriter.ts"
import type { AllSources } from "./allSources.ts"
import { orWarn } from "../changes/orWarn.ts"

const NO_RECORDS: StateView["records"] = new Map()

const recordsOf = ({ state }: Snapshot): StateView["records"] =>
  Option.isSome(state) && Result.isSuccess(state.value) ? state.value.success.records : NO_RECORDS

const keep = (changes: AgreementChanges) =>
  Effect.flatMap(LedgerWriter, (ledger) =>
    orWarn("agreements could not be remembered")(ledger.remember(changes))
  )

/**
 * `agreed` of plugin `id` is remembered, or with `undefined` forgotten. If that cannot be written, no setting is lost:
 * the next run asks the files' times.
 */
export const rememberAgreement = Effect.fnUntraced(function* (
  id: string,
  agreed: boolean | undefined,
  made: ReadonlyArray<Change>,
  { seen }: Pick<AllSources, "seen">
) {
  // Where there is no saved state, there is nothing to agree with.
  if (Option.isNone(seen.state) && agreed !== undefined) return
  const marked = withMarks(recordsChanged(made, recordsOf(seen)), seen.ledger)
  const replaced = (marked.get(id) ?? seen.ledger.agreements.get(id))?.replaced
  const agreement: Agreement = {
    ...(agreed === undefined ? {} : { enabled: agreed }),
    ...(replaced === undefined ? {} : { replaced })
  }
  const isNothing = agreed === undefined && replaced === undefined
  if (isNothing && !seen.ledger.agreements.has(id)) return
  const changes = new Map([...marked, [id, isNothing ? undefined : agreement] as const])
  yield* keep(changes)
})

/** The records alone; what was agreed on stays. */
export const rememberRecords = Effect.fnUntraced(function* (
  made: ReadonlyArray<Change>,
  { seen }: Pick<AllSources, "seen">
) {
  const marked = withMarks(recordsChanged(made, recordsOf(seen)), seen.ledger)
  if (marked.size > 0) yield* keep(marked)
})
