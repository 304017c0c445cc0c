/**
 * Modes and owners, set on what stands at a path itself: where another user has put a link there in between, it is not
 * followed. What a file system knows nothing of is left as it is.
 */
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  lchownSync,
  mkdirSync,
  openSync,
  type Stats
} from "node:fs"
import { isUnsupported } from "../../ports/FileFault.ts"
import { errorCode } from "../files/fileFault.ts"

/** Neither follows a link nor waits for the other end of a pipe. */
export const OPEN_ITSELF: number = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Its owner, and root, may set a mode: where they are refused, the file system knows no modes. */
const isKeptFixed = (code: string, { uid }: Stats): boolean => {
  const own = process.getuid?.()
  return isUnsupported(code) || (code === "EPERM" && (own === 0 || own === uid))
}

export const changeMode = (descriptor: number, mode: number): void => {
  const stats = fstatSync(descriptor)
  if ((stats.mode & 0o7777) === mode) return
  try {
    fchmodSync(descriptor, mode)
  } catch (cause) {
    if (!isKeptFixed(errorCode(cause), stats)) throw cause
  }
}

export const changeModeAt = (path: string, mode: number): void => {
  const descriptor = openSync(path, OPEN_ITSELF)
  try {
    changeMode(descriptor, mode)
  } finally {
    closeSync(descriptor)
  }
}

const owning = (change: () => void): void => {
  try {
    change()
  } catch (cause) {
    if (!isUnsupported(errorCode(cause))) throw cause
  }
}

export const changeOwner = (descriptor: number, uid: number, gid: number): void =>
  owning(() => fchownSync(descriptor, uid, gid))

/** Of a link, that of the link. */
export const changeOwnerAt = (path: string, uid: number, gid: number): void =>
  owning(() => lchownSync(path, uid, gid))

/** The umask narrows mkdir's own mode, and drops the setgid bit. */
export const makeDirectory = (path: string, mode: number): void => {
  mkdirSync(path, { mode: mode & 0o777 })
  changeModeAt(path, mode)
}
