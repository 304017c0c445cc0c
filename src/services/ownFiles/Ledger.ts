import { Clock, Context, Effect, Layer, Option, Ref, Result } from "effect"
import { join } from "node:path/posix"
import type { Agreement, LedgerView } from "../../domain/sources/Ledger.ts"
import type { ConfigView } from "../../domain/sources/ConfigView.ts"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { nextLook, notLooked, withoutEntries } from "../../domain/sources/lostEntries.ts"
import { nothingSeen, type SeenPlugins } from "../../domain/sources/SeenPlugins.ts"
import type { Reading } from "../../domain/sources/Source.ts"
import type { FileUnreadable } from "../../domain/errors/FileUnreadable.ts"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { documentReader } from "../files/readDocument.ts"
import { remembered } from "../files/remembered.ts"
import { Installation } from "../installation/Installation.ts"
import {
  type Agreements,
  agreementsView,
  printAgreements,
  readAgreements,
  sameAgreement
} from "./formats/agreementsFile.ts"
import { replaceLedgerFile } from "./formats/ledgerFiles.ts"
import { LEDGER_BYTES_MAX } from "./formats/ledgerLimits.ts"
import { printSeen, seenOf } from "./formats/seenFile.ts"
import { printUndone, type Undone, undoneOf } from "./formats/undoneFile.ts"
import { setAside } from "../files/setAside.ts"

const AGREEMENTS = "data/reconciler/agreements.json"
const UNDONE = "data/reconciler/undone.json"
const SEEN = "data/reconciler/plugins.json"

const NO_AGREEMENTS: Agreements = new Map()
const NOTHING_UNDONE: Undone = new Map()

/**
 * Reads what this program remembers of an installation between runs: agreements, undone findings, and which plugins were seen;
 * and remembers, for the life of the process, what its looks have seen.
 */
export class Ledger extends Context.Service<
  Ledger,
  {
    /**
     * What is remembered; the same object while nothing changes. If it cannot be read, it is empty, and
     * `warnings` says so: no setting depends on it.
     */
    readonly view: Effect.Effect<LedgerView>
    readonly warnings: Effect.Effect<ReadonlyArray<string>>
    /** Takes note of a look. Plugins that have no entry, and had one when this process looked before. */
    readonly lostEntries: (
      config: Reading<ConfigView>,
      disk: Reading<DiskView>,
      nowMs: number
    ) => Effect.Effect<ReadonlySet<string>>
    /** These plugins lost their entry by this program itself. */
    readonly removedHere: (ids: ReadonlySet<string>) => Effect.Effect<void>
  }
>()("ledmatrix-reconciler/services/Ledger") {
  static readonly layer: Layer.Layer<Ledger, never, FileReader | Installation> = Layer.effect(
    Ledger,
    Effect.gen(function* () {
      const files = yield* FileReader
      const { ledgerDirectory } = yield* Installation
      const readAgreed = documentReader<Agreements>(files, {
        path: join(ledgerDirectory, "agreements.json"),
        shown: AGREEMENTS,
        wrongShape: "its top level is no object",
        view: agreementsView,
        bytesMax: LEDGER_BYTES_MAX,
        whenMissing: NO_AGREEMENTS
      })
      const readUndone = documentReader<Undone>(files, {
        path: join(ledgerDirectory, "undone.json"),
        shown: UNDONE,
        wrongShape: "its top level is no object",
        view: undoneOf,
        bytesMax: LEDGER_BYTES_MAX,
        whenMissing: NOTHING_UNDONE
      })
      const readSeen = documentReader(files, {
        path: join(ledgerDirectory, "plugins.json"),
        shown: SEEN,
        wrongShape: "its top level is no object",
        view: seenOf,
        bytesMax: LEDGER_BYTES_MAX,
        whenMissing: nothingSeen
      })
      const viewOf = remembered((agreements: Agreements, undone: Undone, seen: SeenPlugins): LedgerView => ({
        agreements,
        undone,
        seen
      }))
      const view = Effect.gen(function* () {
        const agreed = yield* readAgreed
        const reverted = yield* readUndone
        const seen = yield* readSeen
        return viewOf(
          Result.getOrElse(agreed, () => NO_AGREEMENTS),
          Result.getOrElse(reverted, () => NOTHING_UNDONE),
          Result.getOrElse(seen, () => nothingSeen)
        )
      })
      const warnings = Effect.map(Effect.all([readAgreed, readUndone]), (readings) =>
        readings.flatMap((reading) =>
          Result.isFailure<unknown, FileUnreadable>(reading)
            ? [`${reading.failure.message}; nothing is remembered until it is mended or removed`]
            : []
        )
      )
      const lastLook = yield* Ref.make(notLooked)
      return Ledger.of({
        view,
        warnings,
        lostEntries: (config, disk, nowMs) =>
          Effect.map(
            Ref.updateAndGet(lastLook, (before) => nextLook(before, config, disk, nowMs)),
            ({ lost }) => lost
          ),
        removedHere: (ids) => Ref.update(lastLook, (before) => withoutEntries(before, ids))
      })
    })
  )
}

/** Writes what is remembered between runs. Fails with `LedgerError`. The caller holds the root lock. */
export class LedgerWriter extends Context.Service<
  LedgerWriter,
  {
    /** Sets or, with `undefined`, forgets agreements. Writes nothing where nothing differs. */
    readonly remember: (
      changes: ReadonlyMap<string, Agreement | undefined>
    ) => Effect.Effect<void, LedgerError>
    /** Sets which findings were undone, in place of what was remembered. Writes nothing where nothing differs. */
    readonly rememberUndone: (undone: ReadonlyMap<string, string>) => Effect.Effect<void, LedgerError>
    /** Sets what of the plugins was seen last, in place of what was remembered. */
    readonly rememberSeen: (seen: SeenPlugins) => Effect.Effect<void, LedgerError>
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
        const rememberUndone = Effect.fn("LedgerWriter.rememberUndone")(
          function* (undone: Undone) {
            const path = join(ledgerDirectory, "undone.json")
            const reader = yield* FileReader
            const there = yield* Effect.orElseSucceed(reader.lstat(path), Option.none)
            if (undone.size === 0 && Option.isNone(there)) return
            yield* replaceLedgerFile(path, UNDONE, () => Effect.succeedSome(printUndone(undone)))
          },
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        const rememberSeen = Effect.fn("LedgerWriter.rememberSeen")(
          function* (seen: SeenPlugins) {
            const path = join(ledgerDirectory, "plugins.json")
            yield* replaceLedgerFile(path, SEEN, () => Effect.succeedSome(printSeen(seen)))
          },
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        return LedgerWriter.of({ remember, rememberUndone, rememberSeen })
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

const agreementsIn = (current: Option.Option<Uint8Array>): Agreements =>
  (Option.isSome(current) ? readAgreements(current.value) : undefined) ?? NO_AGREEMENTS

/** The agreements with `changes` made; `None` where that is what they are. */
const merged = (
  current: Agreements,
  changes: ReadonlyMap<string, Agreement | undefined>
): Option.Option<string> => {
  const agreements = new Map(current)
  let differs = false
  for (const [id, agreement] of changes) {
    if (sameAgreement(agreements.get(id), agreement)) continue
    differs = true
    if (agreement === undefined) agreements.delete(id)
    else agreements.set(id, agreement)
  }
  return differs ? Option.some(printAgreements(agreements)) : Option.none()
}
