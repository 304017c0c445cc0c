import { Context, Effect, Layer } from "effect"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { fileFailed } from "../files/fileReason.ts"
import { Installation } from "../installation/Installation.ts"
import {
  dropIntended,
  INTENDED,
  JOURNAL,
  recordNames,
  recordTexts,
  writeJournal
} from "./formats/journalFiles.ts"
import { bothSecrets, readSecretNames, type SecretNames } from "./formats/redact.ts"

/** The records under `data/reconciler/journal/`. */
export interface JournalView {
  /** The newest first. One that is still `intended` belongs to a run under way, or to one that was cut short. */
  readonly records: ReadonlyArray<JournalRecord>
  /** Runs whose intention was left standing although they were completed. */
  readonly completed: ReadonlyArray<string>
  /** Files that are no record, or that tell of a change which this program does not know. */
  readonly unreadable: ReadonlyArray<string>
}

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
          Effect.mapError((fault) => new LedgerError({ reason: fileFailed(fault, JOURNAL) })),
          // Loaded when it is asked for: a check has no use for schemas.
          Effect.zipWith(
            Effect.promise(() => import("./formats/journalView.ts")),
            (texts, { journalView }) => journalView(texts)
          ),
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
        // What a run removes from the secrets file is a secret in its last record too.
        const known = new Map<string, SecretNames>()
        const write = Effect.fn("JournalWriter.write")(
          function* (record: JournalRecord) {
            const told = record.changes.some(
              ({ after, before }) => mayHoldValue(before) || mayHoldValue(after)
            )
            if (told) {
              const now = yield* readSecretNames(secretsFile)
              known.set(
                record.run_id,
                known.has(record.run_id) ? bothSecrets(known.get(record.run_id), now) : now
              )
              for (const run of [...known.keys()].slice(0, -RUNS_KNOWN)) known.delete(run)
            }
            yield* writeJournal(ledgerDirectory, record, known.get(record.run_id))
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

/** Runs whose secrets are remembered: those that a process has under way at once, of which most wait. */
const RUNS_KNOWN = 16

/** Whether a value may be or hold a secret, so that it matters what the secrets file says. */
const mayHoldValue = (value: unknown): boolean => value !== undefined && typeof value !== "boolean"
