/** What tells one version of a file from another without reading it. */
import { type FileStat, sameVersion } from "../../../ports/Files.ts"

/**
 * A clock of the file system ticks every few milliseconds; on FAT every two seconds, which whole-second
 * times give away. A file written again within one tick has the signature it had before.
 */
const TICK_MS = 50
const COARSE_TICK_MS = 2000

/** Whether the file is certainly the one that had the signature `before`. */
export const sameSignature = (before: FileStat, now: FileStat): boolean =>
  sameVersion(before, now) && before.kind === now.kind && before.mode === now.mode

/** Whether a signature taken at `readAtMs` tells every later change: the file had not changed for a while. */
export const tellsChanges = (stat: FileStat, readAtMs: number): boolean => {
  const newest = Math.max(stat.changedAtMs, stat.modifiedAtMs)
  const coarse = stat.changedAtMs % 1000 === 0 && stat.modifiedAtMs % 1000 === 0
  return readAtMs - newest > (coarse ? COARSE_TICK_MS : TICK_MS)
}
