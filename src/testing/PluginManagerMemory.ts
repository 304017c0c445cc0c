/** A plugin manager that says what a spec gives it to say. */
import { Effect, Layer, Ref, Result } from "effect"
import type { ManagedPlugin, ManagerView } from "../domain/sources/ManagerView.ts"
import { type Reading, SourceError } from "../domain/sources/Source.ts"
import { PluginManager } from "../services/PluginManager.ts"

/** What the manager has loaded; `unreachable` says why it cannot be asked. */
export const PluginManagerMemory = {
  layer: (loaded: ReadonlyArray<string>, unreachable?: string): Layer.Layer<PluginManager> =>
    Layer.effect(
      PluginManager,
      Effect.map(Ref.make<Reading<ManagerView>>(managerReading(loaded, unreachable)), (reading) => ({
        read: () => Ref.get(reading)
      }))
    )
}

const managerReading = (
  loaded: ReadonlyArray<string>,
  unreachable: string | undefined
): Reading<ManagerView> =>
  unreachable === undefined
    ? Result.succeed({
        plugins: new Map(
          loaded.map((id): [string, ManagedPlugin] => [
            id,
            { id, directory: id, loaded: true, error: undefined }
          ])
        )
      })
    : Result.fail(
        new SourceError({
          source: "manager",
          path: "manager",
          code: "unreachable",
          error: unreachable,
          transient: true
        })
      )
