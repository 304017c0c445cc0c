import { Context, Effect, Layer } from "effect"
import type { JournalRecord } from "../../domain/changes/Journal.ts"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader } from "../../ports/Files.ts"
import { fileFailed } from "../files/fileReason.ts"
import { Installation } from "../installation/Installation.ts"
import { INTENDED, JOURNAL, recordNames, recordTexts } from "./formats/journalFiles.ts"

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
