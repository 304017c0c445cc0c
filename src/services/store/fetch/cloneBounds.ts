/** How much a clone may take of this machine, and how git says that it was too little. */
import { Effect } from "effect"
import { dirname } from "node:path/posix"
import { BadArchive } from "../../../domain/errors/FetchReason.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import type { GitBounds } from "../../../ports/GitProgram.ts"
import { enoughRoom } from "../install/enoughRoom.ts"
import { CLONE_FILE_BYTES_MAX, CLONE_MEMORY_BYTES_MAX } from "../limits.ts"

/** What git may take of this machine to clone: the card's free room is a bound, too. */
export const boundsIn = Effect.fnUntraced(function* (into: string): Effect.fn.Return<GitBounds, FileFault> {
  const room = yield* enoughRoom(dirname(into))
  return {
    fileBytes: Math.min(CLONE_FILE_BYTES_MAX, room ?? CLONE_FILE_BYTES_MAX),
    memoryBytes: CLONE_MEMORY_BYTES_MAX
  }
})

/** Git's words for a bound that it met; the kernel's reason stands at their end. */
export const beyondBounds = (
  into: string,
  { fileBytes }: GitBounds,
  stderr: string
): BadArchive | FileFault | undefined => {
  if (/Out of memory|mmap failed|Cannot allocate memory/u.test(stderr))
    return new BadArchive({
      code: "archive_too_large",
      problem: `git needs more than ${CLONE_MEMORY_BYTES_MAX} bytes of memory for it`
    })
  if (!/File too large/u.test(stderr)) return undefined
  return fileBytes < CLONE_FILE_BYTES_MAX
    ? new FileFault({ operation: "clone into", path: into, code: "ENOSPC" })
    : new BadArchive({
        code: "archive_too_large",
        problem: `it is larger than ${CLONE_FILE_BYTES_MAX} bytes`
      })
}
