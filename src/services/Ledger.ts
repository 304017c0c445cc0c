/** Our own memory of an installation, under `data/reconciler/`, and the journal of what runs changed. */
import { Clock, Context, Effect, Layer, Option, Result } from "effect"
import { join } from "node:path/posix"
import type { JournalRecord } from "../domain/Journal.ts"
import { type Agreement, emptyLedger, type LedgerView } from "../domain/Ledger.ts"
import { LedgerError } from "../domain/ServiceError.ts"
import { FileReader, FileWriter } from "../ports/Files.ts"
import { documentReader } from "./files/readDocument.ts"
import { Installation } from "./Installation.ts"
import { agreementsView, printAgreements, readAgreements, sameAgreement } from "./ledger/agreementsFile.ts"
import { writeJournal } from "./ledger/journalFiles.ts"
import { LEDGER_BYTES_MAX, replaceLedgerFile } from "./ledger/ledgerFiles.ts"
import { setAside } from "./files/setAside.ts"

const AGREEMENTS = "data/reconciler/agreements.json"

export class Ledger extends Context.Service<
  Ledger,
  {
    /** What is remembered. Unreadable, it is empty, and `warnings` says so: nobody's settings depend on it. */
    readonly view: Effect.Effect<LedgerView>
    readonly warnings: Effect.Effect<ReadonlyArray<string>>
  }
>()("ledmatrix-reconciler/services/Ledger") {
  static readonly layer: Layer.Layer<Ledger, never, FileReader | Installation> = Layer.effect(
    Ledger,
    Effect.gen(function* () {
      const files = yield* FileReader
      const { ledgerDirectory } = yield* Installation
      const read = documentReader(files, {
        source: "state",
        path: join(ledgerDirectory, "agreements.json"),
        shown: AGREEMENTS,
        wrongShape: "its top level is no object",
        view: agreementsView,
        whenMissing: emptyLedger
      })
      return Ledger.of({
        view: Effect.map(read, (reading) => (Result.isSuccess(reading) ? reading.success : emptyLedger)),
        warnings: Effect.map(read, (reading) =>
          Result.isSuccess(reading)
            ? []
            : [`${reading.failure.message}; nothing is remembered until it is mended or removed`]
        )
      })
    })
  )
}

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
>()("ledmatrix-reconciler/services/LedgerWriter") {
  static readonly layer: Layer.Layer<LedgerWriter, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      LedgerWriter,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter>()
        const { ledgerDirectory } = yield* Installation
        const remember = Effect.fn("LedgerWriter.remember")(
          function* (changes: ReadonlyMap<string, Agreement | undefined>) {
            if (changes.size === 0) return
            const path = join(ledgerDirectory, "agreements.json")
            yield* keepBroken(path)
            yield* replaceLedgerFile(path, AGREEMENTS, (current) =>
              Effect.succeed(merged(agreementsIn(current), changes))
            )
          },
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        const journal = Effect.fn("LedgerWriter.journal")(
          (record: JournalRecord) => writeJournal(ledgerDirectory, record),
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        return LedgerWriter.of({ remember, journal })
      })
    )
}

/** A file that is none of ours is set aside before a new one is begun; nothing of it is lost. */
const keepBroken = Effect.fnUntraced(function* (path: string) {
  const files = yield* FileReader
  const content = yield* Effect.option(files.read(path, { bytesMax: LEDGER_BYTES_MAX }))
  if (Option.isSome(content) && readAgreements(content.value.bytes) === undefined) {
    yield* setAside(path, AGREEMENTS, yield* Clock.currentTimeMillis)
  }
})

const agreementsIn = (current: Option.Option<Uint8Array>): LedgerView =>
  (Option.isSome(current) ? readAgreements(current.value) : undefined) ?? emptyLedger

/** The agreements with `changes` made; `None` where that is what they are. */
const merged = (
  current: LedgerView,
  changes: ReadonlyMap<string, Agreement | undefined>
): Option.Option<string> => {
  const agreements = new Map(current.agreements)
  let differs = false
  for (const [id, agreement] of changes) {
    if (sameAgreement(agreements.get(id), agreement)) continue
    differs = true
    if (agreement === undefined) agreements.delete(id)
    else agreements.set(id, agreement)
  }
  return differs ? Option.some(printAgreements(agreements)) : Option.none()
}
