/** The plugin manager of the embedding runtime: what it discovered, and what it has loaded. */
import { Context, type Effect } from "effect"
import type { DiskView } from "../domain/DiskView.ts"
import type { ManagerView } from "../domain/ManagerView.ts"
import type { Reading } from "../domain/Source.ts"

export class PluginManager extends Context.Service<
  PluginManager,
  {
    /**
     * What the manager knows now. `disk` is what the same pass has just read, so that a manager which
     * discovers from disk does not read it twice; its error is then the disk's, and is listed once.
     */
    readonly read: (disk: Reading<DiskView>) => Effect.Effect<Reading<ManagerView>>
  }
>()("ledmatrix-reconciler/services/PluginManager") {}
