/**
 * `data/reconciler/desired-paused.json`: there while the desired state is paused. A file of its own, so that a command
 * can pause a controller that runs.
 */
import { Clock, Effect, Option, Result, Schema } from "effect"
import { join } from "node:path/posix"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { documentReader } from "../files/reading/readDocument.ts"
import { fileFailed } from "../files/fileReason.ts"
import { Installation } from "../installation/Installation.ts"
import { replaceLedgerFile } from "../ownFiles/formats/ledgerFiles.ts"
import { LEDGER_BYTES_MAX } from "../ownFiles/formats/ledgerLimits.ts"

const SHOWN = "data/reconciler/desired-paused.json"

/** Milliseconds since the epoch; null until it is resumed. */
export const DesiredPause = Schema.Struct({ until: Schema.NullOr(Schema.Finite) })
export type DesiredPause = typeof DesiredPause.Type

const decode = Schema.decodeUnknownOption(DesiredPause)

const pathOf = ({ ledgerDirectory }: typeof Installation.Service): string =>
  join(ledgerDirectory, "desired-paused.json")

/** The pause that holds now. If the file cannot be read, it is paused: a person wanted something to be left alone. */
export const pauseReader = Effect.gen(function* () {
  const reader = documentReader<DesiredPause | "none">(yield* FileReader, {
    path: pathOf(yield* Installation),
    shown: SHOWN,
    wrongShape: "it does not say until when the desired state is paused",
    view: (parsed) => Option.getOrUndefined(decode(parsed)),
    bytesMax: LEDGER_BYTES_MAX,
    whenMissing: "none"
  })
  return Effect.gen(function* () {
    const reading = Result.getOrElse(yield* reader, (): DesiredPause => ({ until: null }))
    if (reading === "none") return undefined
    const nowMs = yield* Clock.currentTimeMillis
    return reading.until === null || reading.until > nowMs ? reading : undefined
  })
})

/** Pauses, or with `undefined` resumes. */
export const writePause = Effect.fnUntraced(
  function* (pause: DesiredPause | undefined) {
    const path = pathOf(yield* Installation)
    yield* pause === undefined
      ? Effect.mapError((yield* FileWriter).removeFile(path), (fault) => fileFailed(fault, SHOWN))
      : replaceLedgerFile(path, SHOWN, () => Effect.succeedSome(`${JSON.stringify(pause)}\n`))
  },
  Effect.mapError((reason) => new LedgerError({ reason }))
)
