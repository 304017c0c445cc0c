/**
 * The access-control list of one file for another. Node has no call for lists, and a mode does not tell of one: where
 * there is one, the bits of the group are its mask. `cp` of the GNU core utilities has it, also the other way: what the
 * new file was given by its directory's default list is taken away again.
 */
import { Effect } from "effect"
import { closeSync, existsSync, openSync } from "node:fs"
import type { FileFault } from "../../ports/FileFault.ts"
import { attempt } from "../files/fileFault.ts"
import { succeeds } from "./succeeds.ts"
import { OPEN_ITSELF } from "./modes.ts"

const PROGRAM = "/bin/cp"

const ARGUMENTS = ["--attributes-only", "--preserve=mode", "--", "/proc/self/fd/3", "/proc/self/fd/4"]

/** Both files are handed over open, so that no link in the place of one of them is followed. */
export const takeAccess = (descriptor: number, from: string): Effect.Effect<boolean, FileFault> =>
  Effect.acquireUseRelease(
    attempt("acl", from, () => openSync(from, OPEN_ITSELF)),
    (source) => copied(source, descriptor),
    (source) => Effect.sync(() => closeSync(source))
  )

const copied = (source: number, target: number): Effect.Effect<boolean> =>
  succeeds(existsSync(PROGRAM) ? PROGRAM : "cp", ARGUMENTS, ["ignore", "ignore", "ignore", source, target])
