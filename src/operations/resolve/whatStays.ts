/** Of several directories with one id: those that may not be set aside for the one that was chosen. */
import { Effect, Option } from "effect"
import type { Finding } from "../../domain/findings/Finding.ts"
import { OperationRefused } from "../../domain/Operation.ts"
import { inside } from "../../services/installation/Installation.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import type { AllSources } from "../allSources.ts"
import { refuseLocalChanges } from "../update/ownWork.ts"

/** The directory that stays, and the finding that names them all. */
interface SettingAside {
  readonly finding: Finding
  readonly choice: string
}

/** A link that stays while what it leads to is set aside would leave no plugin. */
export const refuseLinkInto = Effect.fnUntraced(function* (
  { choice, finding: { id, reason } }: SettingAside,
  { disk }: AllSources
) {
  if (reason !== "duplicate_id") return
  const { traits } = yield* DiskWriter
  const { real } = yield* traits(inside(disk.path, choice))
  const others = disk.plugins.filter((plugin) => plugin.id === id && plugin.directory !== choice)
  const within = yield* Effect.findFirst(others, ({ directory }) =>
    Effect.map(
      traits(inside(disk.path, directory)),
      (other) => !other.symlink && `${real}/`.startsWith(`${other.real}/`)
    )
  )
  if (Option.isNone(within)) return
  const { directory } = within.value
  return yield* new OperationRefused({
    plugin: id,
    code: "symlinked_plugin",
    problem: `${choice} is a link into ${directory}, which would be set aside with it`,
    path: inside(disk.shownPath, choice),
    hint: `choose ${directory}; then the link is set aside`
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
