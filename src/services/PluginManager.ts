import { Context, Effect, Layer, Result } from "effect"
import type { DiskView } from "../domain/sources/DiskView.ts"
import type { ManagedPlugin, ManagerView } from "../domain/sources/ManagerView.ts"
import { type Reading, SourceError } from "../domain/sources/Source.ts"
import { remembered } from "./files/remembered.ts"

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
  /** Discovers from disk, as LEDMatrix's manager does, and has nothing loaded. */
  static readonly layer: Layer.Layer<PluginManager> = Layer.sync(PluginManager, () => {
    const discover = remembered((view: DiskView) => Result.succeed(managerView(view)))
    return {
      read: (disk) =>
        Effect.succeed(
          Result.isSuccess(disk) ? discover(disk.success) : Result.fail(asManagers(disk.failure))
        )
    }
  })
}

const asManagers = ({ code, error, path, transient }: SourceError): SourceError =>
  new SourceError({ source: "manager", path, code, error, transient })

/** By manifest id; a manifest without one is not discovered, and of two with one id the last wins. */
const managerView = (view: DiskView): ManagerView => {
  const plugins = new Map<string, ManagedPlugin>()
  for (const { directory, id, named } of view.plugins) {
    if (named) plugins.set(id, { id, directory, loaded: false, error: undefined })
  }
  return { plugins }
}
