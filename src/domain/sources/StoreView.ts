import type { Result } from "effect"
import type { FileUnreadable } from "../errors/FileUnreadable.ts"
import type { InstallFailure } from "../store/InstallFailure.ts"
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
  /** Ids whose install failed for good, while that holds. */
  readonly unrecoverable: ReadonlySet<string>
  /** Those failures by id, those of one version alone, and the ones that have ended: their plugins are worth another try. */
  readonly failures: ReadonlyMap<string, InstallFailure>
  /** The registry as it lies on this machine, however old. */
  readonly registry: Registry | undefined
  /** Whether that was the registry's answer a moment ago: what it does not have, the store did not offer then. */
  readonly registryIsFresh: boolean
  /** Whether a plugin that it does not list does not exist. A run does not go by it: it asks. */
  readonly registryProvesAbsence: boolean
}
