/** Of several directories with one id: those that may not be set aside for the one that was chosen. */
import { Effect } from "effect"
import type { TransactionStep } from "../../changes/steps.ts"
import { OperationRefused } from "../../domain/Operation.ts"
import { inside } from "../../services/installation/Installation.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import type { AllSources } from "../allSources.ts"
import type { OperationError } from "../operationProblem.ts"
import { refuseLocalChanges } from "../update/ownWork.ts"
import { type Decision, setAsideFor } from "./resolution.ts"

/**
 * A last step: where the directory that stays was a link through one that was set aside, no plugin is left, and all of it
 * is taken back.
 */
export const stillThere = (
  chosen: Decision,
  { disk }: Pick<AllSources, "disk">
): TransactionStep<OperationError, DiskWriter> => ({
  changes: [],
  carryOut: Effect.gen(function* () {
    const { choice, finding } = chosen
    const others = setAsideFor(chosen, disk)
    const { exists } = yield* DiskWriter
    if (others.length === 0 || (yield* exists(inside(disk.path, `${choice}/manifest.json`))))
      return { made: [], dropped: [] }
    const names = others.map(({ directory }) => directory).join(" or ")
    return yield* new OperationRefused({
      plugin: finding.id,
      code: "symlinked_plugin",
      problem: `${choice} is a link through ${names}, which would be set aside`,
      path: inside(disk.shownPath, choice),
      hint: "choose what it leads through; then the link is set aside"
    })
  })
})

/** A checkout with its owner's changes is not set aside: the copy would go one day, and no store has what is in it. */
export const refuseWork = Effect.fnUntraced(function* (chosen: Decision, here: AllSources) {
  const { traits } = yield* DiskWriter
  for (const plugin of setAsideFor(chosen, here.disk)) {
    const { checkout, symlink } = yield* traits(inside(here.disk.path, plugin.directory))
    if (checkout && !symlink) yield* refuseLocalChanges(plugin, here)
  }
})
