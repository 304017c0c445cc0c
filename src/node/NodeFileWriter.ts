/** Changing files with Node: each operation one primitive step. */
import { Effect, Layer } from "effect"
import * as fsp from "node:fs/promises"
import { renameSync, statSync } from "node:fs"
import { join } from "node:path"
import { FileFault, type FileStat, FileWriter, sameVersion } from "../ports/Files.ts"
import { errorCode, fileFault } from "./fileFault.ts"
import { fileStat } from "./fileStat.ts"

const attempt = <A>(operation: string, path: string, run: () => Promise<A>): Effect.Effect<A, FileFault> =>
  Effect.tryPromise({ try: run, catch: fileFault(operation, path) })

/** Some file systems cannot sync a directory; there is nothing to be done about it then. */
const UNSYNCABLE: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP", "EISDIR", "EPERM"])

const syncDirectory = async (path: string): Promise<void> => {
  const handle = await fsp.open(path, "r")
  try {
    await handle.sync()
  } catch (cause) {
    if (!UNSYNCABLE.has(errorCode(cause))) throw cause
  } finally {
    await handle.close()
  }
}

/** Gives every directory of a tree back to its owner: Python's caches are often left read-only. */
const makeRemovable = async (path: string): Promise<void> => {
  await fsp.chmod(path, 0o700)
  const entries = await fsp.readdir(path, { withFileTypes: true })
  await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => makeRemovable(join(path, entry.name)))
  )
}

const removeTree = async (path: string): Promise<void> => {
  try {
    await fsp.rm(path, { recursive: true, force: true })
  } catch (cause) {
    if (errorCode(cause) !== "EACCES") throw cause
    await makeRemovable(path)
    await fsp.rm(path, { recursive: true, force: true })
  }
}

const rename = (from: string, to: string, over: FileStat | undefined): void => {
  if (over !== undefined && !sameVersion(over, fileStat(statSync(to)))) {
    throw new FileFault({ operation: "rename", path: to, code: "CHANGED" })
  }
  renameSync(from, to)
}

const create = Effect.fnUntraced(function* (path: string, options: { readonly mode: number }) {
  const handle = yield* Effect.acquireRelease(
    attempt("create", path, () => fsp.open(path, "wx", options.mode)),
    (opened) => Effect.ignore(Effect.tryPromise(() => opened.close()))
  )
  yield* attempt("chmod", path, () => handle.chmod(options.mode))
  return {
    write: (bytes: Uint8Array) => attempt("write", path, () => handle.writeFile(bytes)),
    setMode: (mode: number) => attempt("chmod", path, () => handle.chmod(mode)),
    setOwner: (uid: number, gid: number) => attempt("chown", path, () => handle.chown(uid, gid)),
    sync: attempt("sync", path, () => handle.sync())
  }
})

export const NodeFileWriter = {
  layer: Layer.succeed(FileWriter, {
    create,
    makeDirectory: (path, { mode }) =>
      attempt("mkdir", path, async () => {
        await fsp.mkdir(path)
        // The umask narrows mkdir's own mode, and drops the setgid bit.
        await fsp.chmod(path, mode)
      }),
    // Synchronous: nothing may come between the last look at a file and the rename over it.
    rename: (from, to, over) =>
      Effect.try({ try: () => rename(from, to, over), catch: fileFault("rename", to) }),
    removeFile: (path) => attempt("remove", path, () => fsp.rm(path, { force: true })),
    removeTree: (path) => attempt("remove", path, () => removeTree(path)),
    setMode: (path, mode) => attempt("chmod", path, () => fsp.chmod(path, mode)),
    setOwner: (path, uid, gid) => attempt("chown", path, () => fsp.lchown(path, uid, gid)),
    syncDirectory: (path) => attempt("sync", path, () => syncDirectory(path))
  })
}
