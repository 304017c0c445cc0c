/** What in the plugins directory is its owner's own work: it is named, and never moved away. */
import { advice } from "../../domain/advice/Advice.ts"
import { NextStep } from "../../domain/advice/NextStep.ts"
import { Effect } from "effect"
import type { InstalledPlugin } from "../../domain/sources/DiskView.ts"
import { OperationRefused } from "../../domain/Operation.ts"
import type { RegistryEntry } from "../../domain/store/Registry.ts"
import { sameRepository } from "../../domain/store/sameRepository.ts"
import { Checkouts } from "../../services/disk/checkouts/Checkouts.ts"
import { Disk } from "../../services/Disk.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { inside } from "../../services/installation/Installation.ts"
import type { AllSources } from "../allSources.ts"

/**
 * Refuses a linked directory, and a checkout with changes in it. Where the plugin was not named for its update, also
 * a checkout of another repository than that of `entry`, the registry's, and one that stands at a tag or commit.
 */
export const refuseOwnWork = Effect.fnUntraced(function* (
  plugin: InstalledPlugin,
  here: AllSources,
  entry?: RegistryEntry
) {
  const { disk } = here
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
  if (entry !== undefined) yield* refuseChosen(plugin, here, entry)
  yield* refuseLocalChanges(plugin, here)
})

/** Refuses a checkout with changes in it: no store has them. */
export const refuseLocalChanges = Effect.fnUntraced(function* (
  plugin: InstalledPlugin,
  { disk }: AllSources
) {
  const path = inside(disk.path, plugin.directory)
  const shown = inside(disk.shownPath, plugin.directory)
  const changes = yield* (yield* Checkouts).localChanges(plugin.id, path)
  if (changes.length === 0) return
  const listed = changes.slice(0, 20).join(", ")
  const more = changes.length > 20 ? ` and ${changes.length - 20} more` : ""
  return yield* new OperationRefused({
    plugin: plugin.id,
    code: "local_changes",
    problem: `${shown} is a git checkout with changes of your own: ${listed}${more}`,
    path: shown,
    hint: "commit and push them, move them away, or list them in `.gitignore`: what git ignores is carried over"
  })
})

/** What stands there was chosen by its owner: another repository, or one version of it. */
const refuseChosen = Effect.fnUntraced(function* (
  plugin: InstalledPlugin,
  { disk }: AllSources,
  { repo }: RegistryEntry
) {
  const shown = inside(disk.shownPath, plugin.directory)
  const refused = (problem: string) =>
    new OperationRefused({
      plugin: plugin.id,
      code: "chosen_checkout",
      problem: `${shown} ${problem}`,
      path: shown,
      hint: advice`${NextStep.Update({ plugin: plugin.id })}, which names it, replaces it by the registry's version all the same`
    })
  const git = (yield* (yield* Disk).checkouts(disk)).get(plugin.directory)
  if (git === undefined) return yield* refused("is a git checkout, and where it comes from cannot be read")
  if (git.remote === null) return yield* refused("is a git checkout that has no origin")
  if (!sameRepository(git.remote, repo ?? "")) {
    return yield* refused(`is a git checkout of ${git.remote}, which is not the registry's address`)
  }
  if (git.branch === null) return yield* refused("is a git checkout that is held at a tag or commit")
})
