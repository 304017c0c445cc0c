/** A plugin manager that says what a spec gives it to say. */
import { Effect, Layer, Ref, Result } from "effect"
import type { DisplayStatus } from "../domain/sources/Display.ts"
import type { ManagedPlugin, ManagerView } from "../domain/sources/ManagerView.ts"
import { type Reading, SourceError } from "../domain/sources/Source.ts"
import { PluginManager } from "../services/PluginManager.ts"

/** What LEDMatrix's display says of a plugin: that it runs it, unless something else is said. */
export type ShownPlugin = Partial<Pick<ManagedPlugin, "loaded" | "error" | "state" | "version">>

const saying = (said: Reading<ManagerView>): Layer.Layer<PluginManager> =>
  Layer.effect(
    PluginManager,
    Effect.map(Ref.make(said), (reading) => ({ read: () => Ref.get(reading) }))
  )

/** A manager that has something loaded, or LEDMatrix's display. */
export const PluginManagerMemory = {
  /** What the manager has loaded; `unreachable` says why it cannot be asked. */
  layer: (loaded: ReadonlyArray<string>, unreachable?: string): Layer.Layer<PluginManager> =>
    saying(managerReading(loaded, unreachable)),
  /**
   * What the display of a LEDMatrix from 3.8.0 on published, by plugin: a live one does not run what is not listed, and
   * one that is not live says nothing.
   */
  display: (
    plugins: { readonly [id: string]: ShownPlugin },
    status: DisplayStatus = "live"
  ): Layer.Layer<PluginManager> =>
    saying(
      Result.succeed({
        plugins: new Map(status === "live" ? Object.entries(plugins).map(shown) : []),
        display: {
          status,
          sinceMs: undefined,
          publishedAtMs: undefined,
          staleAfter: undefined,
          heartbeatAge: undefined,
          from: undefined
        }
      })
    )
}

const shown = ([id, plugin]: readonly [string, ShownPlugin]): [string, ManagedPlugin] => [
  id,
  { id, directory: undefined, loaded: true, error: undefined, ...plugin }
]

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
