/** The services that look, as one layer over the ports. Apart from those that write: a look loads nothing of them. */
import { Layer } from "effect"
import { Config } from "./Config.ts"
import { Disk } from "./Disk.ts"
import { Host } from "./installation/Host.ts"
import { Journal } from "./ownFiles/Journal.ts"
import { Ledger } from "./ownFiles/Ledger.ts"
import { PluginManager } from "./PluginManager.ts"
import { PluginStore } from "./PluginStore.ts"
import { StateStore } from "./StateStore.ts"

/** The readers of files alone: for programs that ask a running LEDMatrix for its plugin manager. */
export const fileServices = Layer.mergeAll(
  Host.layer,
  Config.layer,
  Disk.layer,
  StateStore.layer,
  Journal.layer,
  Ledger.layer,
  PluginStore.layer
)

/**
 * All that `check`, `explain` and `installed` need, but `Policy`. Needs `FileReader`, `Installation` and `StoreSettings`; what
 * the plugin manager knows is read from files.
 */
export const readingServices = Layer.merge(fileServices, PluginManager.layer)
