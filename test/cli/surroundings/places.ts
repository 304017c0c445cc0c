/** Places for a program that know less than a Linux disk, or cannot be renamed in; each only where it can be made here. */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Stands for shares that refuse what they do not know: each call fails with the number in its variable. */
const SOURCE = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
static int no(const char *name) { const char *v = getenv(name); return v ? (errno = atoi(v)) : 0; }
#define NEXT(name) ((int (*)())dlsym(RTLD_NEXT, name))
static int locks(int c) { return c == F_SETLK || c == F_SETLKW || c == F_GETLK; }
int fcntl64(int fd, int c, ...) { va_list a; va_start(a, c); void *p = va_arg(a, void *); va_end(a);
  if (locks(c) && no("NO_LOCKS")) return -1; return NEXT("fcntl64")(fd, c, p); }
int fcntl(int fd, int c, ...) { va_list a; va_start(a, c); void *p = va_arg(a, void *); va_end(a);
  if (locks(c) && no("NO_LOCKS")) return -1; return NEXT("fcntl")(fd, c, p); }
int fsync(int fd) { struct stat s; if (!fstat(fd, &s) && S_ISDIR(s.st_mode) && no("NO_SYNC")) return -1;
  return NEXT("fsync")(fd); }
int fchmod(int fd, mode_t m) { if (no("NO_MODES")) return -1; return NEXT("fchmod")(fd, m); }
int chmod(const char *p, mode_t m) { if (no("NO_MODES")) return -1;
  return NEXT("chmod")(p, m); }
`

export interface Refusals {
  /** For the environment of the program. */
  readonly preload: string
  readonly remove: () => void
}

/** `undefined` where there is no C compiler. */
export const refusals = (): Refusals | undefined => {
  const directory = mkdtempSync(join(tmpdir(), "ledmatrix-refusals-"))
  const [source, library] = [join(directory, "refuse.c"), join(directory, "refuse.so")]
  writeFileSync(source, SOURCE)
  const made = spawnSync("cc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], {
    stdio: "ignore"
  })
  const remove = () => {
    rmSync(directory, { recursive: true, force: true })
  }
  if (made.status === 0) return { preload: library, remove }
  remove()
  return undefined
}

const mounted = (...words: ReadonlyArray<string>): boolean =>
  spawnSync("mount", words, { stdio: "ignore" }).status === 0

/** Mounts a file onto itself. What comes back unmounts it; `undefined` where nothing can be mounted. */
export const mountAlone = (path: string): (() => void) | undefined =>
  mounted("--bind", path, path) ? () => execFileSync("umount", [path]) : undefined

/** An overlay over `lower`; `undefined` where none can be mounted. */
export const overlayOn = (lower: string) => {
  const directory = mkdtempSync(join(tmpdir(), "ledmatrix-overlay-"))
  const remove = () => {
    rmSync(directory, { recursive: true, force: true })
  }
  const [upper, work, merged] = ["room/upper", "room/work", "merged"].map((name) => join(directory, name))
  execFileSync("mkdir", ["-p", join(directory, "room"), join(directory, "merged")])
  const room = join(directory, "room")
  if (!mounted("-t", "tmpfs", "tmpfs", room)) {
    remove()
    return undefined
  }
  const unmountRoom = () => execFileSync("umount", [room])
  execFileSync("mkdir", ["-p", upper ?? "", work ?? ""])
  const options = `lowerdir=${lower},upperdir=${upper},workdir=${work},redirect_dir=off`
  if (!mounted("-t", "overlay", "overlay", "-o", options, merged ?? "")) {
    unmountRoom()
    remove()
    return undefined
  }
  return {
    root: merged ?? "",
    remove: () => {
      execFileSync("umount", [merged ?? ""])
      unmountRoom()
      remove()
    }
  }
}

/** The access-control list that only a second user may read by, set by Python, which every LEDMatrix has. */
const ACL = `
import os, struct, sys
path, kind = sys.argv[1:]
def entry(tag, bits, who=0xffffffff): return struct.pack("<HHI", tag, bits, who)
acl = entry(1, 6) + entry(2, 6, 65534) + entry(4, 0) + entry(16, 6) + entry(32, 0)
if kind == "set": os.setxattr(path, "system.posix_acl_access", struct.pack("<I", 2) + acl)
elif kind == "default": os.setxattr(path, "system.posix_acl_default", struct.pack("<I", 2) + acl)
elif "system.posix_acl_access" in os.listxattr(path): print(os.getxattr(path, "system.posix_acl_access").hex())
`

const python = (...words: ReadonlyArray<string>) =>
  spawnSync("python3", ["-c", ACL, ...words], { encoding: "utf8" })

/** False where the file system, or the machine, knows no such lists. */
export const setAcl = (path: string): boolean => python(path, "set").status === 0

/** Of a directory, the list that new files in it get. */
export const setDefaultAcl = (path: string): boolean => python(path, "default").status === 0

/** In hexadecimal; empty where there is none. */
export const aclOf = (path: string): string => python(path, "get").stdout.trim()
