/**
 * Removes a tree without following a link, also one that takes a directory's place while it is being removed: each
 * directory is held open, and its names are looked up in what is open.
 */
import { chmodSync, constants } from "node:fs"
import * as fsp from "node:fs/promises"
import { join } from "node:path"
import { errorCode } from "../files/fileFault.ts"
import { throughDescriptor } from "./throughDescriptor.ts"

const DIRECTORY_ITSELF = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_DIRECTORY

/** Linux opens with it what may not be read, for its place alone; Node's constants lack it. */
const O_PATH = 0o10000000

const ALL_OF_THE_OWNER = 0o700

/** Nothing there is no fault. */
export const removeTree = async (path: string): Promise<void> => {
  try {
    await fsp.unlink(path)
  } catch (cause) {
    const code = errorCode(cause)
    if (code === "ENOENT") return
    // As POSIX has it, EPERM: for a directory that may not be removed either, its own removal will say so.
    if (code !== "EISDIR" && code !== "EPERM") throw cause
    await removeDirectory(path)
  }
}

const removeDirectory = async (path: string): Promise<void> => {
  const directory = await openDirectory(path)
  try {
    await emptyDirectory(directory, throughDescriptor(directory.fd, path))
  } finally {
    await directory.close()
  }
  await fsp.rmdir(path)
}

const openDirectory = async (path: string): Promise<fsp.FileHandle> => {
  try {
    return await fsp.open(path, DIRECTORY_ITSELF)
  } catch (cause) {
    if (errorCode(cause) !== "EACCES") throw cause
    const closed = await fsp.open(path, DIRECTORY_ITSELF | O_PATH)
    try {
      chmodSync(throughDescriptor(closed.fd, path), ALL_OF_THE_OWNER)
    } finally {
      await closed.close()
    }
    return fsp.open(path, DIRECTORY_ITSELF)
  }
}

/** Gives the directory back to its owner where that is what it takes: Python's caches are often left read-only. */
const emptyDirectory = async (directory: fsp.FileHandle, inside: string): Promise<void> => {
  const removeAll = async () => {
    const names = await fsp.readdir(inside)
    await names.reduce((before, name) => before.then(() => removeTree(join(inside, name))), Promise.resolve())
  }
  try {
    await removeAll()
  } catch (cause) {
    const { mode } = await directory.stat()
    const isClosed = (mode & ALL_OF_THE_OWNER) !== ALL_OF_THE_OWNER
    if (errorCode(cause) !== "EACCES" || !isClosed) throw cause
    await directory.chmod(ALL_OF_THE_OWNER)
    await removeAll()
  }
}
