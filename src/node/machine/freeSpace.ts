import { Effect } from "effect"
import { statfs } from "node:fs/promises"
import type { FreeSpace } from "../../domain/surroundings/Surroundings.ts"

/** What `statfs` says. File systems without inodes say that there are none at all. */
export const freeSpace = (path: string): Effect.Effect<FreeSpace | null> =>
  Effect.tryPromise(() => statfs(path)).pipe(
    Effect.map(({ bavail, bsize, ffree, files }) => ({
      bytes: bavail * bsize,
      files: files === 0 ? null : ffree
    })),
    Effect.orElseSucceed(() => null)
  )
