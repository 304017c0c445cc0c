/**
 * `data/reconciler/desired.json`: the revision in force and the one before it, as far as they are about this sign; what
 * was rejected; and how far settling and taking back have come, so that a crash ends on one of the two.
 */
import { Effect, Option, Result, Schema } from "effect"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { RejectedRevision } from "../../domain/desired/DesiredStatus.ts"
import { FileReader, type FileWriter } from "../../ports/Files.ts"
import { Installation } from "../installation/Installation.ts"
import { replaceLedgerFile } from "../ownFiles/formats/ledgerFiles.ts"
import { ledgerFileReader } from "../ownFiles/formats/readLedgerFile.ts"

const FILE = "desired.json"

/** Older ones are forgotten: the document has other bytes by then. */
const REJECTED_MAX = 16

const KeptRevision = Schema.Struct({
  /** sha256 of the document's bytes. */
  revision: Schema.String,
  /** sha256 of what it wants, which a higher share leaves as it is. */
  content: Schema.String,
  serial: Schema.NullOr(Schema.Int),
  accepted_at: Schema.String,
  /** A document with what of it is about this sign. */
  text: Schema.String
})
export type KeptRevision = typeof KeptRevision.Type

/** What outlives the process. */
export const DesiredMemory = Schema.Struct({
  /** Tells the document's address, the key and the sign from others. */
  source: Schema.String,
  /** The document's file or address, as it may be shown, and this sign's name in it. */
  document: Schema.String,
  sign: Schema.String,
  etag: Schema.optionalKey(Schema.String),
  last_modified: Schema.optionalKey(Schema.String),
  in_force: Schema.NullOr(KeptRevision),
  offered: Schema.NullOr(Schema.Struct({ revision: Schema.String, serial: Schema.NullOr(Schema.Int) })),
  /** While the revision in force settles: what it is taken back to, and what was so before it. */
  settling: Schema.NullOr(
    Schema.Struct({
      previous: Schema.NullOr(KeptRevision),
      runs_before: Schema.Array(Schema.String),
      loaded_before: Schema.Array(Schema.String)
    })
  ),
  /** The revision in force is being taken back, for these reasons. */
  taking_back: Schema.NullOr(Schema.Array(Schema.String)),
  /** The highest that was accepted. */
  serial: Schema.NullOr(Schema.Int),
  rejected: Schema.Array(RejectedRevision)
})
export type DesiredMemory = typeof DesiredMemory.Type

/** Of which document, for which sign. */
export type MemorySource = Pick<DesiredMemory, "source" | "document" | "sign">

export const noDesiredMemory = (source: MemorySource): DesiredMemory => ({
  ...source,
  in_force: null,
  offered: null,
  settling: null,
  taking_back: null,
  serial: null,
  rejected: []
})

export const withRejected = (memory: DesiredMemory, rejected: RejectedRevision): DesiredMemory => ({
  ...memory,
  rejected: [...memory.rejected.filter(({ revision }) => revision !== rejected.revision), rejected].slice(
    -REJECTED_MAX
  )
})

const decode = Schema.decodeUnknownOption(DesiredMemory)

const makeReader = Effect.gen(function* () {
  return ledgerFileReader<DesiredMemory | "none">(yield* FileReader, yield* Installation, {
    name: FILE,
    wrongShape: "it does not say which desired state is in force",
    view: (parsed) => Option.getOrUndefined(decode(parsed)),
    whenMissing: "none"
  })
})

/** What the controller last wrote, of any document; `undefined` where it wrote none. */
export const desiredOnDisk = Effect.gen(function* () {
  const reading = yield* yield* makeReader
  return Result.map(reading, (found) => (found === "none" ? undefined : found))
})

/** Reads the file, and replaces it. Where it cannot be read, or is of another source, it is begun anew. */
export const desiredFile = Effect.gen(function* () {
  const files = yield* Effect.context<FileReader | FileWriter | Installation>()
  const reader = yield* makeReader
  return {
    read: Effect.fnUntraced(function* (source: MemorySource) {
      const reading = yield* reader
      if (Result.isFailure(reading))
        yield* Effect.logWarning("which desired state was in force cannot be read; it is fetched anew", {
          problem: reading.failure.message
        })
      const found = Result.getOrElse(reading, () => "none" as const)
      return found !== "none" && found.source === source.source ? found : noDesiredMemory(source)
    }),
    write: (memory: DesiredMemory): Effect.Effect<void, LedgerError> =>
      replaceLedgerFile(FILE, () => Effect.succeedSome(`${JSON.stringify(memory)}\n`)).pipe(
        Effect.mapError((reason) => new LedgerError({ reason })),
        Effect.provideContext(files)
      )
  }
})
