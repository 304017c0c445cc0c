/** What past runs changed: the journal read. Writing it is `LedgerWriter`'s. */
import { Context, Effect, Layer, Option, Result, Schema } from "effect"
import { JournalRecord } from "../domain/changes/Journal.ts"
import { LedgerError } from "../domain/errors/ServiceError.ts"
import { parseJson } from "../json/parseJson.ts"
import { FileReader } from "../ports/Files.ts"
import { fileFailed } from "./files/fileReason.ts"
import { Installation } from "./Installation.ts"
import { INTENDED, JOURNAL, recordTexts } from "./ledger/journalFiles.ts"

export interface JournalView {
  /** The newest first. One that is still `intended` belongs to a run under way, or to one that was cut short. */
  readonly records: ReadonlyArray<JournalRecord>
  /** Runs whose intention was left standing although they were completed. */
  readonly completed: ReadonlyArray<string>
  /** Files that are no record that this program can read. */
  readonly unreadable: ReadonlyArray<string>
}

const decode = Schema.decodeUnknownOption(JournalRecord)

export class Journal extends Context.Service<
  Journal,
  { readonly view: Effect.Effect<JournalView, LedgerError> }
>()("ledmatrix-reconciler/services/Journal") {
  static readonly layer: Layer.Layer<Journal, never, FileReader | Installation> = Layer.effect(
    Journal,
    Effect.gen(function* () {
      const files = yield* Effect.context<FileReader>()
      const { ledgerDirectory } = yield* Installation
      return Journal.of({
        view: recordTexts(ledgerDirectory).pipe(
          Effect.map(viewOf),
          Effect.mapError((fault) => new LedgerError({ reason: fileFailed(fault, JOURNAL) })),
          Effect.provideContext(files)
        )
      })
    })
  )
}

const viewOf = (
  texts: ReadonlyArray<{ readonly name: string; readonly text: Option.Option<string> }>
): JournalView => {
  const records = new Map<string, JournalRecord>()
  const unreadable: Array<string> = []
  const intended: Array<string> = []
  for (const { name, text } of texts) {
    const parsed = Option.flatMap(text, (read) => Result.getSuccess(parseJson(read)))
    // A run is told under its own name: another one would lead to another file.
    const record = Option.flatMap(parsed, decode).pipe(
      Option.filter(({ run_id }) => name === `${run_id}.json` || name === run_id + INTENDED)
    )
    if (Option.isSome(record) && name.endsWith(INTENDED)) intended.push(record.value.run_id)
    if (Option.isNone(record)) unreadable.push(name)
    // A run that was completed is told by its record, whatever it had intended.
    else if (!name.endsWith(INTENDED) || !records.has(record.value.run_id)) {
      records.set(record.value.run_id, record.value)
    }
  }
  const completed = intended.filter((run) => records.get(run)?.status !== "intended")
  return { records: [...records.values()], completed, unreadable }
}
