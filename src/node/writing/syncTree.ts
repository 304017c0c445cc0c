/**
 * Makes a whole tree durable. One call of the kernel for the file system costs a fraction of one for each of
 * hundreds of files; Node has it not, but every Linux has the program `sync`. Where that cannot be had, it is
 * one for each.
 */
import { Effect } from "effect"
import { closeSync, constants, fstatSync, fsync, openSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { type FileFault, isUnsupported } from "../../ports/FileFault.ts"
import { attempt, fileFault } from "../files/fileFault.ts"
import { succeeds } from "./succeeds.ts"

/** Below this it is not worth a process. */
const FEW = 4

/** A pipe must not make the opening wait for its other end. */
const OPEN = constants.O_RDONLY | constants.O_NONBLOCK

/** As many as Node's threads can do at once, twice. */
const AT_ONCE = 8

export const syncTree = (path: string): Effect.Effect<void, FileFault> =>
  Effect.flatMap(entriesIn(path, FEW + 1), (some) =>
    some.length <= FEW
      ? syncEach(some)
      : Effect.flatMap(syncFileSystem(path), (done) =>
          done ? Effect.void : Effect.flatMap(entriesIn(path), syncEach)
        )
  )

/** The tree itself, and the files and directories in it, or as many of them; links are not followed. */
const entriesIn = (
  path: string,
  enough = Number.POSITIVE_INFINITY
): Effect.Effect<ReadonlyArray<string>, FileFault> =>
  attempt("sync", path, () => {
    const found = [path]
    const directories = [path]
    for (const directory of directories) {
      if (found.length >= enough) break
      for (const entry of readdirSync(directory, { withFileTypes: true })) {
        if (!entry.isFile() && !entry.isDirectory()) continue
        const inner = join(directory, entry.name)
        found.push(inner)
        if (entry.isDirectory()) directories.push(inner)
      }
    }
    return found
  })

/** Where it fails, syncing each file will tell why. */
const syncFileSystem = (path: string): Effect.Effect<boolean> => succeeds("sync", ["-f", path], "ignore")

const syncEach = (paths: ReadonlyArray<string>): Effect.Effect<void, FileFault> =>
  Effect.forEach(paths, syncOne, { concurrency: AT_ONCE, discard: true })

const syncOne = (path: string): Effect.Effect<void, FileFault> =>
  Effect.acquireUseRelease(
    attempt("sync", path, () => openSync(path, OPEN)),
    (descriptor) =>
      Effect.catchIf(
        syncDescriptor(path, descriptor),
        (fault) => isUnsyncable(fault) && fstatSync(descriptor).isDirectory(),
        () => Effect.void
      ),
    (descriptor) => Effect.sync(() => closeSync(descriptor))
  )

/** Some file systems cannot sync a directory; there is nothing to be done about it then. */
const isUnsyncable = ({ code }: FileFault): boolean =>
  isUnsupported(code) || code === "EISDIR" || code === "EPERM" || code === "EBADF"

export const syncDescriptor = (path: string, descriptor: number): Effect.Effect<void, FileFault> =>
  Effect.callback((resume) => {
    fsync(descriptor, (cause) =>
      resume(cause === null ? Effect.void : Effect.fail(fileFault("sync", path)(cause)))
    )
  })

export const syncDirectory: (path: string) => Effect.Effect<void, FileFault> = syncOne
