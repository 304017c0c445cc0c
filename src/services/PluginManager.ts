import { Context, Effect, Layer, Result } from "effect"
import type { DiskView } from "../domain/sources/DiskView.ts"
import type { ManagedPlugin, ManagerView } from "../domain/sources/ManagerView.ts"
import { type Reading, SourceError } from "../domain/sources/Source.ts"
import { FileReader } from "../ports/Files.ts"
import { displayView, tellsErrors } from "./ledmatrix/display/displayView.ts"
import { publishedReader } from "./ledmatrix/display/readPublished.ts"
import { remembered } from "./files/reading/remembered.ts"
import { Host } from "./installation/Host.ts"
import { Installation } from "./installation/Installation.ts"

/** The plugin manager of the embedding runtime: what it discovered, and what it has loaded. */
export class PluginManager extends Context.Service<
  PluginManager,
  {
    /**
     * What the manager knows now. `disk` is what the same pass has just read, so that a manager which
     * discovers from disk does not read it twice; its error is then the disk's, and is listed once.
     */
    readonly read: (disk: Reading<DiskView>) => Effect.Effect<Reading<ManagerView>>
  }
>()("ledmatrix-reconciler/services/PluginManager") {
  /**
   * What LEDMatrix's display published, where it does: then a display that is not live says nothing, and is no error.
   * Of an older LEDMatrix it discovers from disk, as that one's manager does, and has nothing loaded.
   */
  static readonly layer: Layer.Layer<PluginManager, never, FileReader | Installation> = Layer.effect(
    PluginManager,
    Effect.gen(function* () {
      const files = yield* FileReader
      const host = yield* Host
      const { secretsFile } = yield* Installation
      const discover = remembered((view: DiskView) => Result.succeed(managerView(view)))
      const published = publishedReader(files, host.cache)
      return PluginManager.of({
        read: Effect.fnUntraced(function* (disk) {
          const { traits } = yield* host.read
          if (traits.stateRetired) {
            const said = yield* published
            if (!tellsErrors(said)) return Result.succeed(displayView(said, Result.getOrUndefined(disk)))
            const { shownErrors } = yield* Effect.promise(() => import("./ledmatrix/display/shownErrors.ts"))
            const shown = yield* shownErrors(files, secretsFile, said)
            return Result.succeed(displayView(shown, Result.getOrUndefined(disk)))
          }
          return Result.isSuccess(disk) ? discover(disk.success) : Result.fail(asManagers(disk.failure))
        })
      })
    })
  ).pipe(Layer.provide(Host.layer))
}

const asManagers = ({ code, error, path, transient }: SourceError): SourceError =>
  new SourceError({ source: "manager", path, code, error, transient })

/** By manifest id; a manifest without one is not discovered. Of two with one id the first stands for both. */
const managerView = (view: DiskView): ManagerView => {
  const plugins = new Map<string, ManagedPlugin>()
  for (const { directory, id, named } of view.plugins) {
    if (named && !plugins.has(id)) plugins.set(id, { id, directory, loaded: false, error: undefined })
  }
  return { plugins }
}
