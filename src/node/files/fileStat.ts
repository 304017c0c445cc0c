/** Node's stats as the ports' own. */
import type { Stats } from "node:fs"
import type { FileKind, FileStat } from "../../ports/Files.ts"

const kindOf = (stats: Stats): FileKind =>
  stats.isFile() ? "file" : stats.isDirectory() ? "directory" : stats.isSymbolicLink() ? "symlink" : "other"

export const fileStat = (stats: Stats): FileStat => ({
  _tag: "FileStat",
  kind: kindOf(stats),
  size: stats.size,
  mode: stats.mode & 0o7777,
  uid: stats.uid,
  gid: stats.gid,
  device: stats.dev,
  inode: stats.ino,
  modifiedAtMs: stats.mtimeMs,
  changedAtMs: stats.ctimeMs
})
