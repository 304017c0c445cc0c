import { Context, Effect, Layer, Option, Result, Schema } from "effect"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { Installation } from "../installation/Installation.ts"
import { replaceLedgerFile } from "./formats/ledgerFiles.ts"
import { ledgerFileReader } from "./formats/readLedgerFile.ts"

const FILE = "notified.json"

const Told = Schema.Record(Schema.String, Schema.String)
const decode = Schema.decodeUnknownOption(Told)

/** What a message was sent about, by its key, with the words for the message that it is solved. */
export type ToldOf = ReadonlyMap<string, string>

/** What notifications were sent about, remembered across restarts: of each thing that needs a person one is enough. */
export class Notified extends Context.Service<
  Notified,
  {
    /** Nothing where the file is missing or cannot be read: to be told twice is better than not at all. */
    readonly read: Effect.Effect<ToldOf>
    readonly write: (told: ToldOf) => Effect.Effect<void, LedgerError>
  }
>()("ledmatrix-reconciler/services/Notified") {
  /** Live, on `data/reconciler/notified.json`. */
  static readonly layer: Layer.Layer<Notified, never, FileReader | FileWriter | Installation> = Layer.effect(
    Notified,
    Effect.gen(function* () {
      const files = yield* Effect.context<FileReader | FileWriter | Installation>()
      const reading = ledgerFileReader<ToldOf>(yield* FileReader, yield* Installation, {
        name: FILE,
        wrongShape: "it does not say what was told of",
        view: (parsed) =>
          Option.getOrUndefined(Option.map(decode(parsed), (told) => new Map(Object.entries(told)))),
        whenMissing: new Map()
      })
      const read = Effect.map(reading, (found) => Result.getOrElse(found, (): ToldOf => new Map()))
      const write = Effect.fn("Notified.write")(
        (told: ToldOf) =>
          replaceLedgerFile(FILE, () =>
            Effect.succeedSome(`${JSON.stringify(Object.fromEntries(told), undefined, 1)}\n`)
          ),
        Effect.mapError((reason) => new LedgerError({ reason })),
        Effect.provideContext(files)
      )
      return Notified.of({ read, write })
    })
  )
}
