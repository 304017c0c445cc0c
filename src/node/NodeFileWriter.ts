/**
 * Changing files with Node: each operation one primitive step. Only what waits for the disk is asynchronous:
 * syncing, and removing whole trees.
 */
import { Effect, Layer } from "effect"
import {
  chmodSync,
  closeSync,
  fchmodSync,
  fchownSync,
  fsync,
  futimesSync,
  lchownSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync
} from "node:fs"
import * as fsp from "node:fs/promises"
import { join } from "node:path"
import { FileFault, type FileStat, FileWriter, sameVersion } from "../ports/Files.ts"
import { errorCode, fileFault } from "./fileFault.ts"
import { BuffersWritten } from "./BuffersWritten.ts"
import { fileStat } from "./fileStat.ts"
import { syncTree } from "./syncTree.ts"

const step = <A>(operation: string, path: string, run: () => A): Effect.Effect<A, FileFault> =>
  Effect.try({ try: run, catch: fileFault(operation, path) })

const sync = (path: string, descriptor: number): Effect.Effect<void, FileFault> =>
  Effect.callback((resume) => {
    fsync(descriptor, (cause) =>
      resume(cause === null ? Effect.void : Effect.fail(fileFault("sync", path)(cause)))
    )
  })

/** Some file systems cannot sync a directory; there is nothing to be done about it then. */
const UNSYNCABLE: ReadonlySet<string> = new Set(["EINVAL", "ENOTSUP", "EISDIR", "EPERM"])

const syncDirectory = (path: string): Effect.Effect<void, FileFault> =>
  Effect.acquireUseRelease(
    step("sync", path, () => openSync(path, "r")),
    (descriptor) => sync(path, descriptor),
    (descriptor) => Effect.sync(() => closeSync(descriptor))
  ).pipe(
    Effect.catchIf(
      (fault) => UNSYNCABLE.has(fault.code),
      () => Effect.void
    )
  )

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

const writeAll = (descriptor: number, bytes: Uint8Array): void => {
  for (let written = 0; written < bytes.byteLength;) {
    written += writeSync(descriptor, bytes, written, bytes.byteLength - written)
  }
}

const create = Effect.fnUntraced(function* (
  path: string,
  options: { readonly mode: number },
  buffersWritten: (bytes: number) => void
) {
  const descriptor = yield* Effect.acquireRelease(
    step("create", path, () => openSync(path, "wx", options.mode)),
    (opened) => Effect.sync(() => closeSync(opened))
  )
  // The umask narrows the mode that a file is opened with.
  yield* step("chmod", path, () => fchmodSync(descriptor, options.mode))
  return {
    write: (bytes: Uint8Array) =>
      step("write", path, () => {
        writeAll(descriptor, bytes)
        buffersWritten(bytes.byteLength)
      }),
    setMode: (mode: number) => step("chmod", path, () => fchmodSync(descriptor, mode)),
    setOwner: (uid: number, gid: number) => step("chown", path, () => fchownSync(descriptor, uid, gid)),
    setModifiedAt: (ms: number) => step("utime", path, () => futimesSync(descriptor, ms / 1000, ms / 1000)),
    sync: sync(path, descriptor)
  }
})

/** `FileWriter` by Node. */
export const NodeFileWriter = {
  layer: Layer.effect(
    FileWriter,
    Effect.map(BuffersWritten, (buffersWritten) =>
      FileWriter.of({
        create: (path, options) => create(path, options, buffersWritten),
        makeDirectory: (path, { mode }) =>
          step("mkdir", path, () => {
            mkdirSync(path)
            // The umask narrows mkdir's own mode, and drops the setgid bit.
            chmodSync(path, mode)
          }),
        rename: (from, to, over) => step("rename", to, () => rename(from, to, over)),
        removeFile: (path) => step("remove", path, () => rmSync(path, { force: true })),
        removeTree: (path) =>
          Effect.tryPromise({ try: () => removeTree(path), catch: fileFault("remove", path) }),
        setMode: (path, mode) => step("chmod", path, () => chmodSync(path, mode)),
        setOwner: (path, uid, gid) => step("chown", path, () => lchownSync(path, uid, gid)),
        syncTree,
        syncDirectory
      })
    )
  )
}
