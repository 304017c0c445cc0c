import { Effect, type Scope } from "effect"
import { closeSync, constants, fstatSync, openSync } from "node:fs"
import { FileFault } from "../../ports/FileFault.ts"
import { attempt } from "../files/fileFault.ts"
import { OPEN_ITSELF } from "./modes.ts"
import { throughDescriptor } from "./throughDescriptor.ts"

/** Another user's directory in the place of ours is as bad as a link. */
const openOwn = (path: string): number => {
  const descriptor = openSync(path, OPEN_ITSELF | constants.O_DIRECTORY)
  const { uid } = fstatSync(descriptor)
  if (uid === (process.geteuid?.() ?? uid)) return descriptor
  closeSync(descriptor)
  throw new FileFault({ operation: "open", path, code: "CHANGED" })
}

export const holdDirectory = (path: string): Effect.Effect<string, FileFault, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      attempt("open", path, () => openOwn(path)),
      (descriptor) => Effect.sync(() => closeSync(descriptor))
    ),
    (descriptor) => throughDescriptor(descriptor, path)
  )
