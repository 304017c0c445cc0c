/**
 * `data/reconciler/desired-paused.json`: there while the desired state is paused. A file of its own, so that a command
 * can pause a controller that runs.
 */
import { Clock, Duration, Effect, Option, Result, Schema } from "effect"
import { join } from "node:path/posix"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { fileFailed } from "../files/fileReason.ts"
import { Installation } from "../installation/Installation.ts"
import { replaceLedgerFile } from "../ownFiles/formats/ledgerFiles.ts"
import { ledgerFileReader, shownLedgerFile } from "../ownFiles/formats/readLedgerFile.ts"

const FILE = "desired-paused.json"

/** Milliseconds since the epoch; null until it is resumed. */
export const DesiredPause = Schema.Struct({ until: Schema.NullOr(Schema.Finite) })
export type DesiredPause = typeof DesiredPause.Type

/** For so long from now on, or until it is resumed. */
export const pauseFor = (lasting: Duration.Duration | undefined): Effect.Effect<DesiredPause> =>
  Effect.map(Clock.currentTimeMillis, (nowMs) => ({
    until: lasting === undefined ? null : nowMs + Duration.toMillis(lasting)
  }))

/** The pause as documents have it: null where there is none. */
export const toldPause = (pause: DesiredPause | undefined): { readonly until: string | null } | null =>
  pause === undefined ? null : { until: pause.until === null ? null : new Date(pause.until).toISOString() }

const decode = Schema.decodeUnknownOption(DesiredPause)

/** The pause that holds now. If the file cannot be read, it is paused: a person wanted something to be left alone. */
export const pauseReader = Effect.gen(function* () {
  const reader = ledgerFileReader<DesiredPause | "none">(yield* FileReader, yield* Installation, {
    name: FILE,
    wrongShape: "it does not say until when the desired state is paused",
    view: (parsed) => Option.getOrUndefined(decode(parsed)),
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
    const path = join((yield* Installation).ledgerDirectory, FILE)
    yield* pause === undefined
      ? Effect.mapError((yield* FileWriter).removeFile(path), (fault) =>
          fileFailed(fault, shownLedgerFile(FILE))
        )
      : replaceLedgerFile(FILE, () => Effect.succeedSome(`${JSON.stringify(pause)}\n`))
  },
  Effect.mapError((reason) => new LedgerError({ reason }))
)
