import { Context, Effect, Layer, Option, Result, Schema } from "effect"
import { JournalRecord } from "../domain/changes/Journal.ts"
import { isReadable } from "../domain/changes/journalChange.ts"
import { LedgerError } from "../domain/errors/ServiceError.ts"
import { parseJson } from "../json/parseJson.ts"
import { FileReader, FileWriter } from "../ports/Files.ts"
import { fileFailed } from "./files/fileReason.ts"
import { Installation } from "./Installation.ts"
import {
  dropIntended,
  INTENDED,
  JOURNAL,
  recordNames,
  recordTexts,
  writeJournal
} from "./ledger/journalFiles.ts"
import { readSecretNames } from "./ledger/redact.ts"

/** The records under `data/reconciler/journal/`. */
export interface JournalView {
  /** The newest first. One that is still `intended` belongs to a run under way, or to one that was cut short. */
  readonly records: ReadonlyArray<JournalRecord>
  /** Runs whose intention was left standing although they were completed. */
  readonly completed: ReadonlyArray<string>
  /** Files that are no record, or that tell of a change which this program does not know. */
  readonly unreadable: ReadonlyArray<string>
}

const decode = Schema.decodeUnknownOption(JournalRecord)

/** Reads what each run changed, and what one that was cut short intended. */
export class Journal extends Context.Service<
  Journal,
  {
    readonly view: Effect.Effect<JournalView, LedgerError>
    /** Whether a run was cut short, or is under way: its intention stands in the journal. */
    readonly interrupted: Effect.Effect<boolean>
  }
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
        ),
        interrupted: recordNames(ledgerDirectory).pipe(
          Effect.map((names) => names.some((name) => name.endsWith(INTENDED))),
          Effect.orElseSucceed(() => false),
          Effect.provideContext(files)
        )
      })
    })
  )
}

/** Writes records of runs. Fails with `LedgerError`. The caller holds the root lock. */
export class JournalWriter extends Context.Service<
  JournalWriter,
  {
    /** Writes or replaces the record of a run; the number and the size of records are bounded. */
    readonly write: (record: JournalRecord) => Effect.Effect<void, LedgerError>
    /** Takes back the intention of a run that left everything as it was. */
    readonly withdraw: (runId: string) => Effect.Effect<void, LedgerError>
  }
>()("ledmatrix-reconciler/services/JournalWriter") {
  static readonly layer: Layer.Layer<JournalWriter, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      JournalWriter,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter>()
        const { ledgerDirectory, secretsFile } = yield* Installation
        const write = Effect.fn("JournalWriter.write")(
          function* (record: JournalRecord) {
            const told = record.changes.some(({ after, before }) => mayHoldText(before) || mayHoldText(after))
            const secrets = told ? yield* readSecretNames(secretsFile) : undefined
            yield* writeJournal(ledgerDirectory, record, secrets)
          },
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        const withdraw = Effect.fn("JournalWriter.withdraw")(
          (runId: string) => dropIntended(ledgerDirectory, runId),
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        return JournalWriter.of({ write, withdraw })
      })
    )
}

/** Whether a value may hold a text, so that it matters what the secrets file says. */
const mayHoldText = (value: unknown): boolean => typeof value === "string" || typeof value === "object"

const viewOf = (
  texts: ReadonlyArray<{ readonly name: string; readonly text: Option.Option<string> }>
): JournalView => {
  const records = new Map<string, JournalRecord>()
  const unreadable: Array<string> = []
  const intended: Array<string> = []
  for (const { name, text } of texts) {
    const parsed = Option.flatMap(text, (read) => Result.getSuccess(parseJson(read)))
    // A record counts only under its own run's name: another name would lead to another file.
    const record = Option.flatMap(parsed, decode).pipe(
      Option.filter(
        (one) => (name === `${one.run_id}.json` || name === one.run_id + INTENDED) && isReadable(one)
      )
    )
    if (Option.isSome(record) && name.endsWith(INTENDED)) intended.push(record.value.run_id)
    if (Option.isNone(record)) unreadable.push(name)
    // If a run was completed, its record counts, and not what it had intended.
    else if (!name.endsWith(INTENDED) || !records.has(record.value.run_id)) {
      records.set(record.value.run_id, record.value)
    }
  }
  const completed = intended.filter((run) => records.get(run)?.status !== "intended")
  return { records: [...records.values()], completed, unreadable }
}
