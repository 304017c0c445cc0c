import { Context, Effect, Layer, Option, type Result } from "effect"
import { noSuspension, type Suspension } from "../../domain/Controller.ts"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import type { FileUnreadable } from "../../domain/errors/FileUnreadable.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { Installation } from "../installation/Installation.ts"
import { replaceLedgerFile } from "./formats/ledgerFiles.ts"
import { ledgerFileReader } from "./formats/readLedgerFile.ts"
import { printSuspension, suspensionOf } from "./formats/suspendedFile.ts"

const FILE = "suspended.json"

/** What the controller was told to leave alone, remembered across restarts. */
export class Suspensions extends Context.Service<
  Suspensions,
  {
    /** Nothing is suspended where the file is missing. Where it cannot be read, that is an error: the controller then touches nothing. */
    readonly read: Effect.Effect<Result.Result<Suspension, FileUnreadable>>
    /** Replaces the file. Where there is none, and nothing is suspended, none is made. */
    readonly write: (suspension: Suspension) => Effect.Effect<void, LedgerError>
  }
>()("ledmatrix-reconciler/services/Suspensions") {
  /** Live, on `data/reconciler/suspended.json`. */
  static readonly layer: Layer.Layer<Suspensions, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      Suspensions,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter | Installation>()
        const read = ledgerFileReader<Suspension>(yield* FileReader, yield* Installation, {
          name: FILE,
          wrongShape: "it does not say what is suspended",
          view: suspensionOf,
          whenMissing: noSuspension
        })
        const write = Effect.fn("Suspensions.write")(
          (suspension: Suspension) =>
            replaceLedgerFile(FILE, (current) =>
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
