import { Clock, Context, Effect, Layer, Option } from "effect"
import { join } from "node:path/posix"
import type { Agreement } from "../../domain/sources/Ledger.ts"
import { LedgerError } from "../../domain/errors/ServiceError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { Installation } from "../installation/Installation.ts"
import {
  AGREEMENTS,
  type Agreements,
  printAgreements,
  readAgreements,
  sameAgreement
} from "../ownFiles/formats/agreementsFile.ts"
import { replaceLedgerFile } from "../ownFiles/formats/ledgerFiles.ts"
import { LEDGER_BYTES_MAX, shownLedgerFile } from "../ownFiles/formats/readLedgerFile.ts"
import { printSeen, SEEN } from "../ownFiles/formats/seenFile.ts"
import type { SeenPlugins } from "../../domain/sources/SeenPlugins.ts"
import { printUndone, UNDONE, type UndoneFindings } from "../ownFiles/formats/undoneFile.ts"
import { setFileAside } from "../files/replacing/setFileAside.ts"

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
        const files = yield* Effect.context<FileReader | FileWriter | Installation>()
        const remember = Effect.fn("LedgerWriter.remember")(
          function* (changes: ReadonlyMap<string, Agreement | undefined>) {
            if (changes.size === 0) return
            yield* keepBroken
            yield* replaceLedgerFile(AGREEMENTS, (current) =>
              Effect.succeed(merged(agreementsIn(current), changes))
            )
          },
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        const rememberUndone = Effect.fn("LedgerWriter.rememberUndone")(
          function* (undone: UndoneFindings) {
            const path = join((yield* Installation).ledgerDirectory, UNDONE)
            const reader = yield* FileReader
            const there = yield* Effect.orElseSucceed(reader.lstat(path), Option.none)
            if (undone.size === 0 && Option.isNone(there)) return
            yield* replaceLedgerFile(UNDONE, () => Effect.succeedSome(printUndone(undone)))
          },
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        const rememberSeen = Effect.fn("LedgerWriter.rememberSeen")(
          (seen: SeenPlugins) => replaceLedgerFile(SEEN, () => Effect.succeedSome(printSeen(seen))),
          Effect.mapError((reason) => new LedgerError({ reason })),
          Effect.provideContext(files)
        )
        return LedgerWriter.of({ remember, rememberUndone, rememberSeen })
      })
    )
}

/** A file that is none of ours is set aside before a new one is begun; nothing of it is lost. */
const keepBroken = Effect.gen(function* () {
  const files = yield* FileReader
  const path = join((yield* Installation).ledgerDirectory, AGREEMENTS)
  const content = yield* Effect.option(files.read(path, { bytesMax: LEDGER_BYTES_MAX }))
  if (Option.isSome(content) && readAgreements(content.value.bytes) === undefined) {
    yield* setFileAside(path, shownLedgerFile(AGREEMENTS), yield* Clock.currentTimeMillis)
  }
})

const agreementsIn = (current: Option.Option<Uint8Array>): Agreements =>
  (Option.isSome(current) ? readAgreements(current.value) : undefined) ?? new Map()

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
