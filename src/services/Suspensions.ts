/** What the controller was told to leave alone, remembered across restarts. */
import { Context, Effect, Layer, Option } from "effect"
import { join } from "node:path/posix"
import { noSuspension, type Suspension } from "../domain/Controller.ts"
import { LedgerError } from "../domain/errors/ServiceError.ts"
import type { Reading } from "../domain/sources/Source.ts"
import { FileReader, FileWriter } from "../ports/Files.ts"
import { documentReader } from "./files/readDocument.ts"
import { Installation } from "./Installation.ts"
import { replaceLedgerFile } from "./ledger/ledgerFiles.ts"
import { printSuspension, suspensionOf } from "./ledger/suspendedFile.ts"

const SUSPENDED = "data/reconciler/suspended.json"

export class Suspensions extends Context.Service<
  Suspensions,
  {
    /** Nothing where the file is missing; where it cannot be read nobody can say what may be touched. */
    readonly read: Effect.Effect<Reading<Suspension>>
    readonly write: (suspension: Suspension) => Effect.Effect<void, LedgerError>
  }
>()("ledmatrix-reconciler/services/Suspensions") {
  static readonly layer: Layer.Layer<Suspensions, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      Suspensions,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter>()
        const { ledgerDirectory } = yield* Installation
        const path = join(ledgerDirectory, "suspended.json")
        const read = documentReader<Suspension>(yield* FileReader, {
          source: "config",
          path,
          shown: SUSPENDED,
          wrongShape: "it does not say what is suspended",
          view: suspensionOf,
          whenMissing: noSuspension
        })
        const write = Effect.fn("Suspensions.write")(
          (suspension: Suspension) =>
            replaceLedgerFile(path, SUSPENDED, (current) =>
              Effect.succeed(
                Option.isNone(current) && !suspension.everything && suspension.plugins.length === 0
                  ? Option.none<string>()
                  : Option.some(printSuspension(suspension))
              )
            ),
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        return Suspensions.of({ read, write })
      })
    )
}
