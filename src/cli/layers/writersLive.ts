/** The capabilities of a command that repairs. The store is loaded when it is first asked for something. */
import { Context, Effect, Layer, Option, type Scope } from "effect"
import { NodeGitProgram } from "../../node/NodeGitProgram.ts"
import { NodeProcessLock } from "../../node/NodeProcessLock.ts"
import type { FileReader, FileWriter } from "../../ports/Files.ts"
import type { ProcessLock } from "../../ports/ProcessLock.ts"
import type { OperationServices } from "../../operations/OperationServices.ts"
import type { Readers } from "../../reconcile/look/snapshot.ts"
import { Checkouts } from "../../services/disk/checkouts/Checkouts.ts"
import { EnabledSwitch } from "../../services/writing/EnabledSwitch.ts"
import { Installation } from "../../services/installation/Installation.ts"
import { PluginInstaller, PluginRegistry } from "../../services/PluginStore.ts"
import { RootLock } from "../../services/installation/RootLock.ts"
import type { StoreSettings } from "../../services/store/StoreSettings.ts"
import { fileWritingServices } from "../../services/writing/writingServices.ts"
import { fileWriterLive } from "./fileWriterLive.ts"
import type { Foundation } from "./foundation.ts"
import type { Settings } from "../settings/Settings.ts"

type StoreRequirements = FileReader | FileWriter | ProcessLock | Installation | StoreSettings

/** Registry and installer that come into being at their first use, once. */
const lazyStore: Layer.Layer<PluginRegistry | PluginInstaller, never, StoreRequirements> =
  Layer.effectContext(
    Effect.gen(function* () {
      const requirements = yield* Effect.context<StoreRequirements | Scope.Scope>()
      const store = yield* Effect.cached(
        Effect.promise(() => import("./storeLive.ts")).pipe(
          Effect.flatMap(({ storeLive }) => Layer.build(storeLive)),
          // And nothing else: the first run that asks must not give its id to the log lines of all later ones.
          Effect.setContext(requirements)
        )
      )
      const registry = Effect.map(store, Context.get(PluginRegistry))
      const installer = Effect.map(store, Context.get(PluginInstaller))
      return Context.make(PluginRegistry, {
        get: Effect.flatMap(registry, (live) => live.get),
        invalidate: Effect.flatMap(registry, (live) => live.invalidate),
        known: Effect.flatMap(registry, (live) => live.known)
      }).pipe(
        Context.add(PluginInstaller, {
          stage: (...asked) => Effect.flatMap(installer, (live) => live.stage(...asked)),
          commit: (staged, place) => Effect.flatMap(installer, (live) => live.commit(staged, place)),
          rememberFailure: (error) => Effect.flatMap(installer, (live) => live.rememberFailure(error)),
          forgetFailures: (id: Option.Option<string>) =>
            Effect.flatMap(installer, (live) => live.forgetFailures(id))
        })
      )
    })
  )

const outsideLive = Layer.mergeAll(fileWriterLive, NodeProcessLock.layer, NodeGitProgram.layer)

/** What a look that asks the registry has beside its readers. */
export const registryLive: Layer.Layer<PluginRegistry, never, Foundation> = lazyStore.pipe(
  Layer.provide(outsideLive)
)

/** What repairing needs where no other program keeps `enabled` in memory. */
export const writersLive = (
  settings: Settings
): Layer.Layer<Exclude<OperationServices, Readers>, never, Foundation> =>
  Layer.merge(fileWritersLive(settings), EnabledSwitch.layer)

/** What repairing needs beside what reading gives, and beside the program that keeps `enabled` in memory. */
export const fileWritersLive = (
  settings: Settings
): Layer.Layer<Exclude<OperationServices, Readers | EnabledSwitch>, never, Foundation> =>
  Layer.mergeAll(
    fileWritingServices,
    Checkouts.layer,
    RootLock.layer({ timeout: settings.lockTimeout }),
    lazyStore,
    Layer.effect(Installation, Installation)
  ).pipe(Layer.provide(outsideLive))
