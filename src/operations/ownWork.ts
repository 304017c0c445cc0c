/** What in the plugins directory is its owner's own work: it is named, and never moved away. */
import { Effect } from "effect"
import type { InstalledPlugin } from "../domain/sources/DiskView.ts"
import { OperationRefused } from "../domain/Operation.ts"
import { Checkouts } from "../services/disk/checkouts/Checkouts.ts"
import { DiskWriter } from "../services/Disk.ts"
import { inside } from "../services/installation/Installation.ts"
import type { AllSources } from "./allSources.ts"

/** Refuses a linked directory, and a checkout with changes in it. */
export const refuseOwnWork = Effect.fnUntraced(function* (plugin: InstalledPlugin, { disk }: AllSources) {
  const path = inside(disk.path, plugin.directory)
  const shown = inside(disk.shownPath, plugin.directory)
  const traits = yield* (yield* DiskWriter).traits(path)
  if (traits.symlink) {
    return yield* new OperationRefused({
      plugin: plugin.id,
      code: "symlinked_plugin",
      problem: `${shown} is a link to a directory outside; it is not replaced`,
      path: shown,
      hint: "update what it leads to"
    })
  }
  if (!traits.checkout) return
  const changes = yield* (yield* Checkouts).localChanges(plugin.id, path)
  if (changes.length === 0) return
  const listed = changes.slice(0, 20).join(", ")
  const more = changes.length > 20 ? ` and ${changes.length - 20} more` : ""
  return yield* new OperationRefused({
    plugin: plugin.id,
    code: "local_changes",
    problem: `${shown} is a git checkout with changes of your own: ${listed}${more}`,
    path: shown,
    hint: "commit and push them, or move them away, then update again"
  })
})
