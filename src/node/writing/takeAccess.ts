/**
 * The access-control list of one file for another. Node has no call for lists, and a mode does not tell of one: where
 * there is one, the bits of the group are its mask. `cp` of the GNU core utilities has it, also the other way: what the
 * new file was given by its directory's default list is taken away again.
 */
import { Effect } from "effect"
import { spawn } from "node:child_process"
import { closeSync, existsSync, openSync } from "node:fs"
import type { FileFault } from "../../ports/Files.ts"
import { fileFault } from "../files/fileFault.ts"
import { OPEN_ITSELF } from "./modes.ts"

const PROGRAM = "/bin/cp"

const ARGUMENTS = ["--attributes-only", "--preserve=mode", "--", "/proc/self/fd/3", "/proc/self/fd/4"]

/** Both files are handed over open, so that no link in the place of one of them is followed. */
export const takeAccess = (descriptor: number, from: string): Effect.Effect<boolean, FileFault> =>
  Effect.acquireUseRelease(
    Effect.try({ try: () => openSync(from, OPEN_ITSELF), catch: fileFault("acl", from) }),
    (source) => copied(source, descriptor),
    (source) => Effect.sync(() => closeSync(source))
  )

const copied = (source: number, target: number): Effect.Effect<boolean> =>
  Effect.callback((resume) => {
    const program = existsSync(PROGRAM) ? PROGRAM : "cp"
    const child = spawn(program, ARGUMENTS, { stdio: ["ignore", "ignore", "ignore", source, target] })
    child.once("error", () => resume(Effect.succeed(false)))
    child.once("close", (code) => resume(Effect.succeed(code === 0)))
    return Effect.sync(() => {
      child.kill()
    })
  })
