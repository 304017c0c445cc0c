/** What is known about uninstalled and unrecoverable plugins without asking the network. */
import type { Reading } from "./Source.ts"

/** Plugins that their owner removed. */
export interface Uninstalled {
  /** Ids in `config/uninstalled_plugins.json`, which LEDMatrix writes. */
  readonly marks: ReadonlySet<string>
  /** Ids uninstalled through this program within the last five minutes. */
  readonly tombstones: ReadonlySet<string>
}

export interface StoreView {
  /** Unreadable marks or tombstones are an error of `config`: nobody can say then what was removed. */
  readonly uninstalled: Reading<Uninstalled>
  /** Ids whose install failed for good, as far as the registry entry that failed is still the one known. */
  readonly unrecoverable: ReadonlySet<string>
}
