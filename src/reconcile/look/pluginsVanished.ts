/** Pure: an empty plugins directory that was full when it was last looked at is no empty one. */
import { Result } from "effect"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { LedgerView } from "../../domain/sources/Ledger.ts"
import { SEVERAL } from "../../domain/sources/SeenPlugins.ts"
import { type Reading, SourceError } from "../../domain/sources/Source.ts"

/** The reading, or an error where the directory lost all of its plugins at one stroke. */
export const unlessVanished = (disk: Reading<DiskView>, { seen }: LedgerView): Reading<DiskView> =>
  Result.isSuccess(disk) && disk.success.empty && seen.directory === disk.success.path
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
