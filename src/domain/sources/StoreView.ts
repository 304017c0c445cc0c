import type { Result } from "effect"
import type { FileUnreadable } from "../errors/FileUnreadable.ts"
import type { Registry } from "../store/Registry.ts"

/** Plugins that their owner removed. */
export interface Uninstalled {
  /** Ids in `config/uninstalled_plugins.json`, which LEDMatrix writes. */
  readonly marks: ReadonlySet<string>
  /** Ids uninstalled through this program within the last five minutes. */
  readonly tombstones: ReadonlySet<string>
}

/** What is known of uninstalled and of unrecoverable plugins without asking the network. */
export interface StoreView {
  /** A failure where marks or tombstones cannot be read: it is then unknown what was removed. */
  readonly uninstalled: Result.Result<Uninstalled, FileUnreadable>
  /** Ids whose install failed for good, as far as the registry entry that failed is still the one known. */
  readonly unrecoverable: ReadonlySet<string>
  /** The registry as it lies on this machine, however old. */
  readonly registry: Registry | undefined
}
