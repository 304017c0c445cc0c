/**
 * The files of a lock. Others may write where they lie, so a link, a pipe or a device in their place is refused at once,
 * and nothing is changed but what is open.
 */
import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync
} from "node:fs"
import { dirname } from "node:path"
import { FileFault } from "../../ports/FileFault.ts"
import { OPEN_ITSELF } from "../writing/modes.ts"

/** What tells a file from any other on this machine. */
export interface FileIdentity {
  readonly device: number
  readonly inode: number
}

const CREATE = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK
const MODE = 0o600

const refused = (path: string, code: string) => new FileFault({ operation: "lock", path, code })

/** The file gets the owner of its directory: a lock that root has made must not lock the login user out. */
export const makeLockFile = (path: string): FileIdentity => {
  const descriptor = openSync(path, CREATE, MODE)
  try {
    const own = fstatSync(descriptor)
    if (!own.isFile()) throw refused(path, "NOT_A_FILE")
    // The other name may be that of a file which its owner may not write.
    if (own.nlink > 1) throw refused(path, "EMLINK")
    const parent = statSync(dirname(path))
    if (own.uid !== parent.uid && process.getuid?.() === 0) fchownSync(descriptor, parent.uid, parent.gid)
    return { device: own.dev, inode: own.ino }
  } finally {
    closeSync(descriptor)
  }
}

/** Whether the file that was opened by its path meanwhile is the one that was looked at. */
export const isStill = (path: string, { device, inode }: FileIdentity): boolean => {
  const now = lstatSync(path, { throwIfNoEntry: false })
  return now?.ino === inode && now.dev === device
}

/** In place of what is there, never into it. */
export const writeNote = (path: string, text: string): void => {
  rmSync(path, { force: true })
  const descriptor = openSync(path, "wx", MODE)
  try {
    writeSync(descriptor, text)
  } finally {
    closeSync(descriptor)
  }
}

const NOTE_BYTES_MAX = 4096

/** Fails where it is no regular file. What is longer than any note is cut. */
export const readNote = (path: string): string => {
  const descriptor = openSync(path, OPEN_ITSELF)
  try {
    if (!fstatSync(descriptor).isFile()) throw refused(path, "NOT_A_FILE")
    const bytes = Buffer.alloc(NOTE_BYTES_MAX)
    return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, NOTE_BYTES_MAX, 0))
  } finally {
    closeSync(descriptor)
  }
}
