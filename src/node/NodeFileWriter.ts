/**
 * Changing files with Node: each operation one primitive step. Only what waits for the disk is asynchronous:
 * syncing, and removing whole trees.
 */
import { Effect, Layer } from "effect"
import { closeSync, futimesSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs"
import { type FileStat, FileWriter, sameVersion } from "../ports/Files.ts"
import { FileFault } from "../ports/FileFault.ts"
import { freeSpace } from "./machine/freeSpace.ts"
import { FreeSpaceAt } from "../ports/FreeSpaceAt.ts"
import { attempt, fileFault } from "./files/fileFault.ts"
import { BuffersWritten } from "./writing/BuffersWritten.ts"
import { fileStat } from "./files/fileStat.ts"
import { changeMode, changeModeAt, changeOwner, changeOwnerAt, makeDirectory } from "./writing/modes.ts"
import { holdDirectory } from "./writing/holdDirectory.ts"
import { removeTree } from "./writing/removeTree.ts"
import { renameFault } from "./writing/renameFault.ts"
import { syncDescriptor, syncDirectory, syncTree } from "./writing/syncTree.ts"
import { takeAccess } from "./writing/takeAccess.ts"

/**
 * What another program renames to `to` between the look and the rename is lost, and no call that Node has closes that
 * window. It is rehearsed, so that no code is loaded in it: that halves it. A file that is renamed to itself stays.
 */
const rename = (from: string, to: string, over: FileStat | undefined): void => {
  if (over === undefined) return renameSync(from, to)
  sameVersion(over, fileStat(statSync(from)))
  renameSync(from, from)
  if (!sameVersion(over, fileStat(statSync(to)))) {
    throw new FileFault({ operation: "rename", path: to, code: "CHANGED" })
  }
  return renameSync(from, to)
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
    attempt("create", path, () => openSync(path, "wx", options.mode)),
    (opened) => Effect.sync(() => closeSync(opened))
  )
  // The umask narrows the mode that a file is opened with.
  yield* attempt("chmod", path, () => changeMode(descriptor, options.mode))
  return {
    write: (bytes: Uint8Array) =>
      attempt("write", path, () => {
        writeAll(descriptor, bytes)
        buffersWritten(bytes.byteLength)
      }),
    setMode: (mode: number) => attempt("chmod", path, () => changeMode(descriptor, mode)),
    setOwner: (uid: number, gid: number) => attempt("chown", path, () => changeOwner(descriptor, uid, gid)),
    setModifiedAt: (ms: number) =>
      attempt("utime", path, () => futimesSync(descriptor, ms / 1000, ms / 1000)),
    takeAccess: (from: string) => takeAccess(descriptor, from),
    sync: syncDescriptor(path, descriptor)
  }
})

/** `FileWriter` by Node, and how much room there is to write. */
export const NodeFileWriter = {
  layer: Layer.merge(
    Layer.succeed(FreeSpaceAt, freeSpace),
    Layer.effect(
      FileWriter,
      Effect.map(BuffersWritten, (buffersWritten) =>
        FileWriter.of({
          create: (path, options) => create(path, options, buffersWritten),
          makeDirectory: (path, { mode }) => attempt("mkdir", path, () => makeDirectory(path, mode)),
          rename: (from, to, over) =>
            Effect.try({ try: () => rename(from, to, over), catch: renameFault(from, to) }),
          removeFile: (path) => attempt("remove", path, () => rmSync(path, { force: true })),
          removeTree: (path) =>
            Effect.tryPromise({ try: () => removeTree(path), catch: fileFault("remove", path) }),
          setMode: (path, mode) => attempt("chmod", path, () => changeModeAt(path, mode)),
          setOwner: (path, uid, gid) => attempt("chown", path, () => changeOwnerAt(path, uid, gid)),
          hold: holdDirectory,
          syncTree,
          syncDirectory
        })
      )
    )
  )
}
