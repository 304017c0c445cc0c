/** Our own memory of an installation, under `data/reconciler/`, and the journal of what runs changed. */
import { Context, type Effect } from "effect"
import type { JournalRecord } from "../domain/Journal.ts"
import type { Agreement, LedgerView } from "../domain/Ledger.ts"
import type { LedgerError } from "../domain/ServiceError.ts"

export class Ledger extends Context.Service<
  Ledger,
  {
    /** What is remembered. Unreadable, it is empty, and `warnings` says so: nobody's settings depend on it. */
    readonly view: Effect.Effect<LedgerView>
    readonly warnings: Effect.Effect<ReadonlyArray<string>>
  }
>()("ledmatrix-reconciler/services/Ledger") {}

export class LedgerWriter extends Context.Service<
  LedgerWriter,
  {
    /** Sets or, with `undefined`, forgets agreements. Writes nothing where nothing differs. */
    readonly remember: (
      changes: ReadonlyMap<string, Agreement | undefined>
    ) => Effect.Effect<void, LedgerError>
    /** Writes or replaces the record of a run; the number and the size of records are bounded. */
    readonly journal: (record: JournalRecord) => Effect.Effect<void, LedgerError>
  }
>()("ledmatrix-reconciler/services/LedgerWriter") {}
