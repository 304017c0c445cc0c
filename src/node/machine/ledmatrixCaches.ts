/** Where LEDMatrix may have its cache on this machine, for the user who runs this program. */
import { homedir, tmpdir } from "node:os"
import { readFileSync } from "node:fs"
import { join } from "node:path"

/** Behind sudo LEDMatrix takes the home of the user who called it. */
const homeOf = (user: string): string | undefined => {
  try {
    const table = readFileSync("/etc/passwd", "utf8").split("\n")
    return table.map((line) => line.split(":")).find(([name]) => name === user)?.[5]
  } catch {
    return undefined
  }
}

/** In the order in which LEDMatrix tries them. */
export const ledmatrixCaches = (): ReadonlyArray<string> => {
  const { SUDO_USER: caller } = process.env
  const home = (caller === undefined ? undefined : homeOf(caller)) ?? homedir()
  return [
    "/var/cache/ledmatrix",
    join(home, ".ledmatrix_cache"),
    "/opt/ledmatrix/cache",
    join(tmpdir(), "ledmatrix_cache")
  ]
}
