/** The reconciler of one installation: owns the set of plugins that this process has given up on. */
import { Context, Effect, Layer, Ref } from "effect"
import type { Failure } from "../domain/findings/Outcome.ts"
import type { Policy } from "../domain/Policy.ts"
import type { Report } from "../domain/findings/Report.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"
import type { ConfigWriter } from "../services/Config.ts"
import type { DiskWriter } from "../services/Disk.ts"
import type { EnabledSwitch } from "../services/EnabledSwitch.ts"
import type { Installation } from "../services/Installation.ts"
import type { JournalWriter } from "../services/Journal.ts"
import type { LedgerWriter } from "../services/Ledger.ts"
import type { PluginInstaller, PluginRegistry } from "../services/PluginStore.ts"
import type { RootLock } from "../services/RootLock.ts"
import type { UninstalledWriter } from "../services/UninstalledWriter.ts"
import type { StateWriter } from "../services/StateStore.ts"
import { check } from "./look/check.ts"
import { reconcile } from "./reconcile.ts"
import { rememberingDetect } from "./judge/rememberingDetect.ts"
import type { Readers } from "./look/snapshot.ts"

/** The capabilities of a run that repairs, beyond those of one that looks. */
export type Writers =
  | ConfigWriter
  | EnabledSwitch
  | DiskWriter
  | StateWriter
  | PluginRegistry
  | PluginInstaller
  | LedgerWriter
  | UninstalledWriter
  | JournalWriter
  | RootLock
  | Installation

export class Reconciler extends Context.Service<
  Reconciler,
  {
    /** Looks, and changes nothing. */
    readonly check: Effect.Effect<Report>
    /**
     * Repairs what is safe. `force` empties the unrecoverable set and asks the registry afresh;
     * `replaceBroken` sets aside what cannot be parsed and makes it anew; plugins that are `held` are looked at
     * and left alone, what is found of them counts as failed for the reason given.
     */
    readonly reconcile: (options: {
      readonly force: boolean
      readonly replaceBroken: boolean
      readonly held?: ReadonlyMap<string, Failure>
    }) => Effect.Effect<Report, LockTimeout>
    /** Ids that this process does not try again, until a forced run. */
    readonly unrecoverable: Ref.Ref<ReadonlySet<string>>
  }
>()("ledmatrix-reconciler/reconcile/Reconciler") {
  static readonly layer = (policy: Policy): Layer.Layer<Reconciler, never, Readers | Writers> =>
    Layer.effect(
      Reconciler,
      Effect.gen(function* () {
        const services = yield* Effect.context<Readers | Writers>()
        const unrecoverable = yield* Ref.make<ReadonlySet<string>>(new Set())
        const detect = rememberingDetect()
        const replacing: Policy = { ...policy, replaceBroken: true }
        return Reconciler.of({
          unrecoverable,
          check: Ref.get(unrecoverable).pipe(
            Effect.flatMap((ids) => check(policy, { unrecoverable: ids, detect })),
            Effect.provideContext(services)
          ),
          reconcile: ({ replaceBroken, ...options }) =>
            reconcile({
              policy: replaceBroken ? replacing : policy,
              detect,
              unrecoverable,
              ...options
            }).pipe(Effect.provideContext(services))
        })
      })
    )
}
