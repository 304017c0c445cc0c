/** Why a rename was refused, where the place is the cause: a mount point, or the lower layer of an overlay. */
import { readFileSync, realpathSync, statfsSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { FileFault } from "../../ports/FileFault.ts"
import { fileFault } from "../files/fileFault.ts"

export const renameFault =
  (from: string, to: string) =>
  (cause: unknown): FileFault => {
    const fault = fileFault("rename", to)(cause)
    const code = placeCode(fault.code, from, to)
    return code === undefined ? fault : new FileFault({ operation: "rename", path: to, code })
  }

const placeCode = (code: string, from: string, to: string): string | undefined => {
  try {
    if (code === "EBUSY" && [from, to].some(isMountPoint)) return "MOUNT_POINT"
    if (code === "EXDEV" && dirname(from) === dirname(to) && isOverlay(dirname(from))) return "OVERLAY"
  } catch {
    // What cannot be looked at is reported in the words of the operating system.
  }
  return undefined
}

const isMountPoint = (path: string): boolean => {
  const real = join(realpathSync(dirname(path)), basename(path))
  return readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .some((line) => unescaped(line.split(" ")[4] ?? "") === real)
}

/** The kernel writes blanks, tabs, line ends and backslashes as `\040`. */
const unescaped = (field: string): string =>
  field.replaceAll(/\\([0-7]{3})/gu, (_all, digits: string) => String.fromCodePoint(parseInt(digits, 8)))

const OVERLAYFS = 0x794c7630

const isOverlay = (directory: string): boolean => statfsSync(directory).type === OVERLAYFS
