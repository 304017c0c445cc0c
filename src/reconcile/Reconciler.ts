/** The reconciler of one installation: owns the set of plugins that are unrecoverable for this process. */
import { Context, Effect, Layer, Option, Ref } from "effect"
import type { Failure } from "../domain/findings/Outcome.ts"
import type { Report } from "../domain/findings/Report.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"
import type { ConfigWriter } from "../services/writing/ConfigWriter.ts"
import type { BackupsWriter } from "../services/writing/BackupsWriter.ts"
import type { ByteOrderMarks } from "../services/writing/ByteOrderMarks.ts"
import type { DiskWriter } from "../services/writing/DiskWriter.ts"
import type { LocalFiles } from "../services/disk/localFiles/LocalFiles.ts"
import type { EnabledSwitch } from "../services/writing/EnabledSwitch.ts"
import type { Installation } from "../services/installation/Installation.ts"
import type { JournalWriter } from "../services/writing/JournalWriter.ts"
import type { LedgerWriter } from "../services/writing/LedgerWriter.ts"
import { Host } from "../services/installation/Host.ts"
import { PluginInstaller, type PluginRegistry } from "../services/PluginStore.ts"
import { replacingBroken } from "../services/Policy.ts"
import type { RootLock } from "../services/installation/RootLock.ts"
import type { UninstalledWriter } from "../services/store/uninstalled/UninstalledWriter.ts"
import type { StateWriter } from "../services/writing/StateWriter.ts"
import { check } from "./look/check.ts"
import { reconcile } from "./reconcile.ts"
import type { Readers } from "./look/snapshot.ts"

/** The capabilities of a run that repairs, beyond those of one that looks. */
export type Writers =
  | ConfigWriter
  | BackupsWriter
  | ByteOrderMarks
  | EnabledSwitch
  | DiskWriter
  | LocalFiles
  | StateWriter
  | PluginRegistry
  | PluginInstaller
  | LedgerWriter
  | UninstalledWriter
  | JournalWriter
  | RootLock

/**
 * Runs on one installation, and remembers between them what was read, and which plugins are unrecoverable.
 * Keep one for the life of the process.
 */
export class Reconciler extends Context.Service<
  Reconciler,
  {
    /** Looks, and changes nothing. */
    readonly check: Effect.Effect<Report>
    /**
     * Repairs what is safe. `force` empties the unrecoverable set and asks the registry afresh;
     * `replaceBroken` sets aside what cannot be parsed and makes it anew; plugins that are `held` are looked at
     * and left alone, what is found of them counts as failed for the reason given; changes that are `unjournalled`,
     * by plugin and reason, are made without a record of them; a caller that goes on looking says `lasting`.
     */
    readonly reconcile: (options: {
      readonly force: boolean
      readonly replaceBroken: boolean
      readonly held?: ReadonlyMap<string, Failure>
      readonly unjournalled?: (plugin: string, reason: string) => boolean
      readonly lasting?: boolean
    }) => Effect.Effect<Report, LockTimeout>
    /** Ids that this process does not install again, until it forgets them or a run is forced. */
    readonly unrecoverable: Effect.Effect<ReadonlySet<string>>
    /** Lets these plugins be tried again, by this process and by later ones. */
    readonly forget: (ids: ReadonlySet<string>) => Effect.Effect<void>
  }
>()("ledmatrix-reconciler/reconcile/Reconciler") {
  static readonly layer: Layer.Layer<Reconciler, never, Readers | Writers | Installation> = Layer.effect(
    Reconciler,
    Effect.gen(function* () {
      const services = yield* Effect.context<Readers | Writers | Installation>()
      const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
      const ranBeside = yield* Ref.make<string | undefined>(undefined)
      // What an older LEDMatrix could not run, the one that is there now perhaps can, and the other way round.
      const forgetOfAnother = Effect.gen(function* () {
        const { version } = yield* (yield* Host).read
        if ((yield* Ref.getAndSet(ranBeside, version)) !== version) yield* Ref.set(unrecoverable, new Set())
      })
      return Reconciler.of({
        unrecoverable: Ref.get(unrecoverable),
        forget: Effect.fnUntraced(function* (ids) {
          yield* Ref.update(unrecoverable, (all) => new Set([...all].filter((id) => !ids.has(id))))
          const { forgetFailures } = yield* PluginInstaller
          for (const id of ids) yield* Effect.ignore(forgetFailures(Option.some(id)))
        }, Effect.provideContext(services)),
        check: Ref.get(unrecoverable).pipe(
          Effect.flatMap((ids) => check(ids)),
          Effect.provideContext(services)
        ),
        reconcile: ({ replaceBroken, ...options }) =>
          Effect.andThen(forgetOfAnother, reconcile({ unrecoverable, ...options })).pipe(
            replacingBroken(replaceBroken),
            Effect.provideContext(services)
          )
      })
    })
  )
}
