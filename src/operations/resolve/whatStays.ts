/** Of several directories with one id: those that may not be set aside for the one that was chosen. */
import { Effect } from "effect"
import type { Step } from "../../changes/steps.ts"
import type { Finding } from "../../domain/findings/Finding.ts"
import { OperationRefused } from "../../domain/Operation.ts"
import { inside } from "../../services/installation/Installation.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import type { AllSources } from "../allSources.ts"
import type { OperationError } from "../operationProblem.ts"
import { refuseLocalChanges } from "../update/ownWork.ts"

/** The directory that stays, and the finding that names them all. */
interface SettingAside {
  readonly finding: Finding
  readonly choice: string
}

/**
 * A last step: where the directory that stays was a link through one that was set aside, no plugin is left, and all of it
 * is taken back.
 */
export const stillThere = (
  { choice, finding: { id, reason } }: SettingAside,
  { disk }: AllSources
): Step<OperationError, DiskWriter> => ({
  changes: [],
  carryOut: Effect.gen(function* () {
    const { exists } = yield* DiskWriter
    const nothing = { made: [], dropped: [] }
    if (reason !== "duplicate_id" || (yield* exists(inside(disk.path, `${choice}/manifest.json`))))
      return nothing
    const others = disk.plugins
      .filter((plugin) => plugin.id === id && plugin.directory !== choice)
      .map(({ directory }) => directory)
    return yield* new OperationRefused({
      plugin: id,
      code: "symlinked_plugin",
      problem: `${choice} is a link through ${others.join(" or ")}, which would be set aside`,
      path: inside(disk.shownPath, choice),
      hint: "choose what it leads through; then the link is set aside"
    })
  })
})

/** A checkout with its owner's changes is not set aside: the copy would go one day, and no store has what is in it. */
export const refuseWork = Effect.fnUntraced(function* (
  { choice, finding: { id, reason } }: SettingAside,
  here: AllSources
) {
  if (reason !== "duplicate_id") return
  const { traits } = yield* DiskWriter
  for (const plugin of here.disk.plugins) {
    if (plugin.id !== id || plugin.directory === choice) continue
    const { checkout, symlink } = yield* traits(inside(here.disk.path, plugin.directory))
    if (checkout && !symlink) yield* refuseLocalChanges(plugin, here)
  }
})
