/** The services that write, as one layer over the ports. */
import { Layer } from "effect"
import { ConfigWriter } from "./ConfigWriter.ts"
import { Backups } from "../config/Backups.ts"
import { BackupsWriter } from "./BackupsWriter.ts"
import { ByteOrderMarks } from "./ByteOrderMarks.ts"
import { DiskWriter } from "./DiskWriter.ts"
import { LocalFiles } from "../disk/localFiles/LocalFiles.ts"
import { EnabledSwitch } from "./EnabledSwitch.ts"
import { JournalWriter } from "./JournalWriter.ts"
import { LedgerWriter } from "./LedgerWriter.ts"
import { StateWriter } from "./StateWriter.ts"
import { UninstalledWriter } from "../store/uninstalled/UninstalledWriter.ts"

/** The writers of files alone, and what they look for first: for programs that have a running LEDMatrix set `enabled`. */
export const fileWritingServices = Layer.mergeAll(
  ConfigWriter.layer,
  Backups.layer,
  BackupsWriter.layer,
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
