/** What an operation leaves in the ledger: what was agreed on its plugin, and which records it replaced or removed. */
import { Effect, Option, Result } from "effect"
import type { Change } from "../domain/changes/Change.ts"
import type { Agreement } from "../domain/sources/Ledger.ts"
import { withMarks } from "../domain/sources/recordMarks.ts"
import { recordsChanged } from "../reconcile/judge/agreements.ts"
import { LedgerWriter } from "../services/ownFiles/Ledger.ts"
import type { AllSources } from "./allSources.ts"

/** Where LEDMatrix keeps no saved state there are none, and nothing is agreed on. */
const recordsOf = ({ seen }: AllSources) =>
  Option.flatMap(seen.state, Result.getSuccess).pipe(Option.map(({ records }) => records))

/**
 * `agreed` of plugin `id` is remembered, or with `undefined` forgotten. If that cannot be written, no setting is lost:
 * the next run asks the files' times.
 */
export const remember = Effect.fnUntraced(function* (
  id: string,
  agreed: boolean | undefined,
  made: ReadonlyArray<Change>,
  here: AllSources
) {
  const records = recordsOf(here)
  if (Option.isNone(records)) return
  const { seen } = here
  const marked = withMarks(recordsChanged(made, records.value), seen.ledger)
  const replaced = (marked.get(id) ?? seen.ledger.agreements.get(id))?.replaced
  const agreement: Agreement = {
    ...(agreed === undefined ? {} : { enabled: agreed }),
    ...(replaced === undefined ? {} : { replaced })
  }
  const isNothing = agreed === undefined && replaced === undefined
  if (isNothing && !seen.ledger.agreements.has(id)) return
  const changes = new Map([...marked, [id, isNothing ? undefined : agreement] as const])
  yield* Effect.ignore((yield* LedgerWriter).remember(changes), { log: "Warn" })
})

/** The records alone; what was agreed on stays. */
export const rememberRecords = Effect.fnUntraced(function* (made: ReadonlyArray<Change>, here: AllSources) {
  const records = recordsOf(here)
  if (Option.isNone(records)) return
  const marked = withMarks(recordsChanged(made, records.value), here.seen.ledger)
  if (marked.size > 0) yield* Effect.ignore((yield* LedgerWriter).remember(marked), { log: "Warn" })
})
