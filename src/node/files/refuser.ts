/** What stands in the way of a call that was refused, and whose it is. */
import { readFileSync, statSync } from "node:fs"
import { basename, dirname } from "node:path/posix"
import type { Refuser } from "../../ports/FileFault.ts"
import { nameIn } from "../../ports/userNames.ts"

/** What of these is refused, is refused by the directory and not by what lies in it. */
const BY_THE_DIRECTORY: ReadonlySet<string> = new Set(["create", "mkdir", "rename", "remove"])

/** `undefined` where it cannot be told. */
export const refuserOf = (operation: string, path: string): Refuser | undefined => {
  for (let place = BY_THE_DIRECTORY.has(operation) ? dirname(path) : path; ; place = dirname(place)) {
    const uid = ownerAt(place)
    if (uid !== undefined) {
      const what = place === path ? "it" : `the directory ${basename(place) === "" ? "/" : basename(place)}`
      return { what, owner: userName(uid) }
    }
    if (place === dirname(place)) return undefined
  }
}

const ownerAt = (place: string): number | undefined => {
  try {
    return statSync(place, { throwIfNoEntry: false })?.uid
  } catch {
    return undefined
  }
}

const userName = (uid: number): string => {
  try {
    return nameIn(readFileSync("/etc/passwd", "utf8"), uid)
  } catch {
    return String(uid)
  }
}
