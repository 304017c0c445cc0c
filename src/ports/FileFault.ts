/** How a step of the file system fails. */
import { Data } from "effect"
import { describeCode } from "./describeCode.ts"

/** What stands in the way of a call that was refused: the file itself, or the directory around it; and whose that is. */
export interface Refuser {
  /** `it`, or `the directory config`. */
  readonly what: string
  /** By name where the user has one. */
  readonly owner: string
}

/**
 * A system call that failed. `code` is the operating system's (`ENOENT`, `EACCES`, …), or one of ours:
 * `TOO_LARGE` (over the given limit), `NOT_UTF8`, `NOT_A_FILE`, `CHANGED` (not the version expected), `MOUNT_POINT` and
 * `OVERLAY` (a place where nothing can be renamed).
 */
export class FileFault extends Data.TaggedError("FileFault")<{
  readonly operation: string
  readonly path: string
  readonly code: string
  /** Where the call was not permitted, as far as that can be told. */
  readonly refuser?: Refuser
}> {
  /** The code in a person's words, and whose the thing is that refuses. */
  get meaning(): string {
    const { code, refuser } = this
    return refuser === undefined
      ? describeCode(code)
      : `${describeCode(code)}; ${refuser.what} belongs to ${refuser.owner}`
  }
  /** Whether time alone may cure it: a full disk, a busy or interrupted device, too many open files. */
  get transient(): boolean {
    return TRANSIENT_CODES.has(this.code)
  }
  override get message(): string {
    return `${this.operation} ${this.path}: ${this.meaning}`
  }
}

const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  "EAGAIN",
  "EBUSY",
  "EDQUOT",
  "EINTR",
  "EIO",
  "EMFILE",
  "ENFILE",
  "ENOMEM",
  "ENOSPC",
  "ETXTBSY"
])

/** How a file system says that it has no such thing: modes, owners, syncing of directories, locks. */
const UNSUPPORTED: ReadonlySet<string> = new Set(["EINVAL", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"])

/** Whether the file system itself knows nothing of what was asked. That is no failure: it is left as it is. */
export const isUnsupported = (code: string): boolean => UNSUPPORTED.has(code)
