import { Context, Effect, Layer } from "effect"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { Installation } from "../installation/Installation.ts"
import { dropIntended, writeJournal } from "../ownFiles/formats/writeJournal.ts"
import { bothSecrets, readSecretNames, type SecretNames } from "../ownFiles/formats/redact.ts"

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
        const files = yield* Effect.context<FileReader | FileWriter | Installation>()
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
