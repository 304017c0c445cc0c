/** Pure: an empty plugins directory that was full when it was last looked at is no empty one. */
import { Result } from "effect"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { LedgerView } from "../../domain/sources/Ledger.ts"
import { type Reading, SourceError } from "../../domain/sources/Source.ts"

/** Plugins that do not go all at once: an owner removes one after the other, and each is seen to go. */
const SEVERAL = 3

/** The reading, or an error where the directory lost all of its plugins at one stroke. */
export const unlessVanished = (disk: Reading<DiskView>, { inhabited }: LedgerView): Reading<DiskView> =>
  Result.isSuccess(disk) && disk.success.empty && inhabited === disk.success.path
    ? Result.fail(
        new SourceError({
          source: "disk",
          path: disk.success.shownPath,
          code: "plugins_vanished",
          error: `it is empty, and at least ${SEVERAL} plugins were in it when it was last looked at: is a disk not mounted? A forced run believes it`,
          transient: false
        })
      )
    : disk

/** What to remember of a plugins directory in which so many plugins are; `undefined` where the ledger says so already. */
export const inhabitedNow = (
  path: string,
  plugins: number,
  { inhabited }: LedgerView
): Inhabited | undefined => {
  const directory = plugins >= SEVERAL ? path : undefined
  return directory === inhabited ? undefined : { directory }
}

/** A plugins directory in which several plugins are; none where there are fewer. */
export interface Inhabited {
  readonly directory: string | undefined
}
