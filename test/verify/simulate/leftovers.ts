/** What crashed runs left, or kept for undoing long ago, and no later one has swept: it is 2027 by now. */
import type { Snapshot } from "./trees.ts"
import { LOGIN, PLUGINS } from "./world.ts"

const STAGING = `${PLUGINS}/.ledmatrix-reconciler.standalone-backup-`
const KEPT = `${STAGING}kept.`

export const leftovers = (files: Snapshot): ReadonlyArray<string> => {
  const paths = [...files.keys()]
  const top = (path: string): boolean => !path.slice(PLUGINS.length + 1).includes("/")
  const kept = paths.filter((path) => path.startsWith(KEPT) && top(path))
  return [
    ...paths.filter((path) => path.includes(".ledmatrix-reconciler.") && path.endsWith(".tmp")),
    ...paths.filter((path) => path.startsWith(STAGING) && !path.startsWith(KEPT) && top(path)),
    ...paths.filter((path) => path.endsWith(".intended.json")),
    // The only copy of a login stays for ever.
    ...kept.filter((path) => path.startsWith(`${KEPT}2026`) && !files.has(`${path}/${LOGIN}`))
  ].map((path) => `${path} is left over`)
}
