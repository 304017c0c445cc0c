import { Context, Effect, Layer, Option, Ref, Result } from "effect"
import type { LedgerView } from "../../domain/sources/Ledger.ts"
import type { ConfigView } from "../../domain/sources/ConfigView.ts"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { mayHaveLost, nextLook, notLooked, withoutEntries } from "../../domain/sources/lostEntries.ts"
import { nothingSeen, type SeenPlugins } from "../../domain/sources/SeenPlugins.ts"
import type { Reading } from "../../domain/sources/Source.ts"
import type { FileUnreadable } from "../../domain/errors/FileUnreadable.ts"
import { FileReader } from "../../ports/Files.ts"
import { remembered } from "../files/reading/remembered.ts"
import { Installation } from "../installation/Installation.ts"
import { AGREEMENTS, type Agreements, agreementsView } from "./formats/agreementsFile.ts"
import { ledgerFileReader } from "./formats/readLedgerFile.ts"
import { SEEN, seenOf } from "./formats/seenFile.ts"
import { type UndoneFindings, UNDONE, undoneOf } from "./formats/undoneFile.ts"
import { formerEntries } from "./formerEntries.ts"

const NO_AGREEMENTS: Agreements = new Map()
const NOTHING_UNDONE: UndoneFindings = new Map()

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
    /**
     * Takes note of a look. Plugins that have no entry, and had one when this process looked before; at its first look, in
     * LEDMatrix's newest backup.
     */
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
      const installation = yield* Installation
      const readAgreed = ledgerFileReader<Agreements>(files, installation, {
        name: AGREEMENTS,
        wrongShape: "its top level is no object",
        view: agreementsView,
        whenMissing: NO_AGREEMENTS
      })
      const readUndone = ledgerFileReader<UndoneFindings>(files, installation, {
        name: UNDONE,
        wrongShape: "its top level is no object",
        view: undoneOf,
        whenMissing: NOTHING_UNDONE
      })
      const readSeen = ledgerFileReader(files, installation, {
        name: SEEN,
        wrongShape: "its top level is no object",
        view: seenOf,
        whenMissing: nothingSeen
      })
      const viewOf = remembered(
        (agreements: Agreements, undone: UndoneFindings, seen: SeenPlugins): LedgerView => ({
          agreements,
          undone,
          seen
        })
      )
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
        lostEntries: Effect.fnUntraced(function* (config, disk, nowMs) {
          const isFirst = (yield* Ref.get(lastLook)).config === undefined
          if (isFirst && mayHaveLost(config, disk, nowMs)) {
            const former = yield* formerEntries(files, installation.configFile)
            if (Option.isSome(former)) yield* Ref.set(lastLook, { ...notLooked, config: former.value })
          }
          return (yield* Ref.updateAndGet(lastLook, (before) => nextLook(before, config, disk, nowMs))).lost
        }),
        removedHere: (ids) => Ref.update(lastLook, (before) => withoutEntries(before, ids))
      })
    })
  )
}
