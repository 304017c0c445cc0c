/**
 * Makes a whole tree durable. One call of the kernel for the file system costs a fraction of one for each of
 * hundreds of files; Node has it not, but every Linux has the program `sync`. Where that cannot be had, it is
 * one for each.
 */
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { closeSync, fsync, openSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { FileFault } from "../ports/Files.ts"
import { fileFault } from "./fileFault.ts"

/** Below this it is not worth a process. */
const FEW = 4

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
  Effect.try({
    try: () => {
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
    },
    catch: fileFault("sync", path)
  })

/** False where there is no such program, or it met with an error: which one, the other way will tell. */
const syncFileSystem = (path: string): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const child = spawn("sync", ["-f", path], { stdio: "ignore" })
    child.once("error", () => resume(Effect.succeed(false)))
    child.once("close", (code) => resume(Effect.succeed(code === 0)))
    return Effect.sync(() => {
      child.kill()
    })
  })

const syncEach = (paths: ReadonlyArray<string>): Effect.Effect<void, FileFault> =>
  Effect.forEach(paths, syncOne, { concurrency: AT_ONCE, discard: true })

const syncOne = (path: string): Effect.Effect<void, FileFault> =>
  Effect.acquireUseRelease(
    Effect.try({ try: () => openSync(path, "r"), catch: fileFault("sync", path) }),
    (descriptor) =>
      Effect.callback<void, FileFault>((resume) => {
        fsync(descriptor, (cause) =>
          resume(cause === null ? Effect.void : Effect.fail(fileFault("sync", path)(cause)))
        )
      }),
    (descriptor) => Effect.sync(() => closeSync(descriptor))
  )
