/** The operating system's codes, and our own, in words. */

const CODE_MEANING: ReadonlyMap<string, string> = new Map([
  ["EACCES", "permission denied"],
  ["EDQUOT", "disk quota exceeded"],
  ["EEXIST", "already exists"],
  ["EIO", "input/output error"],
  ["EISDIR", "is a directory"],
  ["ELOOP", "too many levels of symbolic links"],
  ["EMLINK", "it has a second name"],
  ["EMFILE", "too many open files"],
  ["ENAMETOOLONG", "name too long"],
  ["ENOLCK", "the file system grants no locks"],
  ["ENOENT", "no such file or directory"],
  ["ENOSPC", "no space left on device"],
  ["ENOTDIR", "not a directory"],
  ["ENOTEMPTY", "directory not empty"],
  ["EPERM", "operation not permitted"],
  ["EROFS", "read-only file system"],
  ["EXDEV", "on another file system"],
  ["CHANGED", "another program changed it"],
  ["MOUNT_POINT", "it is mounted there by itself, so nothing can take its place"],
  ["NOT_A_FILE", "not a regular file"],
  ["NOT_UTF8", "not valid UTF-8"],
  ["OVERLAY", "it lies in the lower layer of an overlay, where no directory can be renamed"],
  ["TOO_LARGE", "larger than any real one"]
])

/** A person's words for an error code; the code itself where we have none. */
export const describeCode = (code: string): string => {
  const meaning = CODE_MEANING.get(code)
  return meaning === undefined ? code : `${meaning} (${code})`
}
