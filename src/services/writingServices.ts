/** The services that write, as one layer over the ports. */
import { Layer } from "effect"
import { ConfigWriter } from "./Config.ts"
import { Backups } from "./config/Backups.ts"
import { ByteOrderMarks } from "./files/ByteOrderMarks.ts"
import { DiskWriter } from "./Disk.ts"
import { LocalFiles } from "./disk/localFiles/LocalFiles.ts"
import { EnabledSwitch } from "./PluginManager.ts"
import { JournalWriter } from "./ownFiles/Journal.ts"
import { LedgerWriter } from "./ownFiles/Ledger.ts"
import { StateWriter } from "./StateStore.ts"
import { UninstalledWriter } from "./store/uninstalled/UninstalledWriter.ts"

/** The writers of files alone: for programs that have a running LEDMatrix set `enabled`. */
export const fileWritingServices = Layer.mergeAll(
  ConfigWriter.layer,
  Backups.layer,
  ByteOrderMarks.layer,
  DiskWriter.layer,
  LocalFiles.layer,
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
