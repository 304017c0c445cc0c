/** What crashed runs left, or kept for undoing long ago, and no later one has swept: it is 2027 by now. */
import type { Known } from "./inspect.ts"
import { pluginTrees, type Snapshot, wholeIn } from "./trees.ts"
import { LOGIN, PLUGINS } from "../world/world.ts"

const STAGING = `${PLUGINS}/.ledmatrix-reconciler.standalone-backup-`
const KEPT = `${STAGING}kept.`

export const leftovers = (files: Snapshot, { doings, world }: Known): ReadonlyArray<string> => {
  const paths = [...files.keys()]
  const trees = pluginTrees(files)
  const top = (path: string): boolean => !path.slice(PLUGINS.length + 1).includes("/")
  const kept = paths.filter((path) => path.startsWith(KEPT) && top(path))
  /**
   * What LEDMatrix wrote and a cut has damaged cannot be told from what an owner has changed; nor what its half-made
   * directory lacks from what an owner has added.
   */
  const mayBeOwners = (path: string): boolean => {
    const [, directory = ""] = path.slice(KEPT.length).split(".")
    const both = [trees.get(path.slice(PLUGINS.length + 1)), trees.get(directory)]
    return (
      doings.directories.has(directory) && both.some((tree) => wholeIn(directory, tree, world) === undefined)
    )
  }
  return [
    ...paths.filter((path) => path.includes(".ledmatrix-reconciler.") && path.endsWith(".tmp")),
    ...paths.filter((path) => path.startsWith(STAGING) && !path.startsWith(KEPT) && top(path)),
    ...paths.filter((path) => path.endsWith(".intended.json")),
    // The only copy of a login stays for ever.
    ...kept.filter(
      (path) => path.startsWith(`${KEPT}2026`) && !files.has(`${path}/${LOGIN}`) && !mayBeOwners(path)
    )
  ].map((path) => `${path} is left over`)
}
