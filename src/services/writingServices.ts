/** The services that write, as one layer over the ports. */
import { Layer } from "effect"
import { ConfigWriter } from "./Config.ts"
import { DiskWriter } from "./Disk.ts"
import { EnabledSwitch } from "./EnabledSwitch.ts"
import { JournalWriter } from "./Journal.ts"
import { LedgerWriter } from "./Ledger.ts"
import { StateWriter } from "./StateStore.ts"
import { UninstalledWriter } from "./UninstalledWriter.ts"

/** The writers of files alone: for programs that have a running LEDMatrix set `enabled`. */
export const fileWritingServices = Layer.mergeAll(
  ConfigWriter.layer,
  DiskWriter.layer,
  StateWriter.layer,
  LedgerWriter.layer,
  UninstalledWriter.layer,
  JournalWriter.layer
)

/**
 * What a run and the operations write with, beside `readingServices`. The lock (`RootLock`), the store (`StoreLive`)
 * and the look for an owner's changes (`Checkouts`) are left to the program that puts the layers together. Needs `FileReader`,
 * `FileWriter`, `ProcessLock` and `Installation`.
 */
export const writingServices = Layer.merge(fileWritingServices, EnabledSwitch.layer)
