/** Git, as it is run for a clone: how much it may take of this machine, and how it says that this was too little. */
import { Duration, Effect } from "effect"
import { dirname } from "node:path/posix"
import { BadArchive } from "../../../domain/errors/FetchReason.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import { type GitBounds, GitProgram, type GitProtocol } from "../../../ports/GitProgram.ts"
import { enoughRoom } from "../install/enoughRoom.ts"
import { CLONE_FILE_BYTES_MAX, CLONE_MEMORY_BYTES_MAX } from "../limits.ts"

/** For one command of git. */
export const GIT_TIME_MAX = Duration.minutes(5)

/** What git may take of this machine to clone: the card's free room is a bound, too. */
const boundsIn = Effect.fnUntraced(function* (into: string): Effect.fn.Return<GitBounds, FileFault> {
  const room = yield* enoughRoom(dirname(into))
  return {
    fileBytes: Math.min(CLONE_FILE_BYTES_MAX, room ?? CLONE_FILE_BYTES_MAX),
    memoryBytes: CLONE_MEMORY_BYTES_MAX
  }
})

/** Git's words for a bound that it met; the kernel's reason stands at their end. */
const beyondBounds = (
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

/** Where git works, and what it may reach from there. */
export interface GitPlace {
  readonly into: string
  readonly protocols: ReadonlyArray<GitProtocol>
}

/** Runs git so bounded. Any exit code is an answer, but where it is that a bound was met. */
export const gitWithin = Effect.fnUntraced(function* (
  { into, protocols }: GitPlace,
  args: ReadonlyArray<string>,
  more: { readonly bytesMax?: number; readonly cwd?: string } = {}
) {
  const git = yield* GitProgram
  const bounds = yield* boundsIn(into)
  const answer = yield* git.run(args, { timeout: GIT_TIME_MAX, protocols, bounds, ...more })
  const beyond = answer.exitCode === 0 ? undefined : beyondBounds(into, bounds, answer.stderr)
  return yield* beyond ?? Effect.succeed(answer)
})

/** The same in the repository that was cloned. */
export const gitInside = (
  place: GitPlace,
  args: ReadonlyArray<string>,
  more: { readonly bytesMax?: number } = {}
): ReturnType<typeof gitWithin> =>
  gitWithin(place, ["--git-dir=.git", "--work-tree=.", ...args], { cwd: place.into, ...more })
