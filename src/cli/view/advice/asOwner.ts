/** What to type where something belongs to another user. */
import { userInfo } from "node:os"
import { dirname } from "node:path/posix"
import { PROGRAM } from "../../arguments/commandTable.ts"
import { quoted } from "../text/ownCommand.ts"

/** Without an entry in `/etc/passwd` a user has no name. */
const ourName = (): string => {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? "")
  }
}

/** The ways out: `path` may be the thing itself, or lie in the directory that refuses. */
export const asOwner = (owner: string, path: string, us: string = ourName()): string => {
  const around = dirname(path) === "." ? path : dirname(path)
  const where = path.startsWith("/") ? "" : "in the root: "
  if (owner === us)
    return `it is yours, but its mode keeps you out (${where}chmod -R u+rwX ${quoted(around)})`
  const sudo = owner === "root" ? "sudo" : `sudo -u ${quoted(owner)}`
  return `this runs as ${us}. Run it as ${owner} (${sudo} ${PROGRAM} …), or take over what belongs to ${owner} (${where}sudo chown -R ${quoted(us)} ${quoted(around)})`
}
