/** What each choice is: the changes that it makes, and what follows once they are made. */
import { Effect, Option } from "effect"
import { Change, FILE } from "../../domain/changes/Change.ts"
import type { Finding } from "../../domain/findings/Finding.ts"
import type { DiskView, InstalledPlugin } from "../../domain/sources/DiskView.ts"
import { ConfigWriter } from "../../services/writing/ConfigWriter.ts"
import { keptName } from "../../services/disk/localFiles/keptCopies.ts"
import { inside } from "../../services/installation/Installation.ts"
import { Ledger } from "../../services/ownFiles/Ledger.ts"
import { PluginInstaller } from "../../services/PluginStore.ts"
import type { AllSources } from "../allSources.ts"

/** A finding, and the one of its choices that is taken. */
export interface Decision {
  readonly finding: Pick<Finding, "id" | "reason">
  readonly choice: string
}

/** Those that give way to the directory that was chosen; none where something else was. */
export const setAsideFor = (
  { choice, finding: { id, reason } }: Decision,
  disk: DiskView
): ReadonlyArray<InstalledPlugin> =>
  reason === "duplicate_id"
    ? disk.plugins.filter((plugin) => plugin.id === id && plugin.directory !== choice)
    : []

interface Resolution {
  readonly changes: ReadonlyArray<Change>
  readonly message: string
  /** What this program remembers of the plugin follows; and what else a person should hear. */
  readonly afterwards: Effect.Effect<ReadonlyArray<string>, never, ConfigWriter | Ledger | PluginInstaller>
}

export const resolution = (
  chosen: Decision,
  runId: string,
  { config, disk, uninstalled }: Pick<AllSources, "config" | "disk" | "uninstalled">
): Resolution => {
  const { choice, finding } = chosen
  const { id, reason } = finding
  const why = { plugin: id, cause: reason }
  if (reason === "duplicate_id") {
    const others = setAsideFor(chosen, disk).map(({ directory }) => directory)
    const changes = others.map((directory) =>
      Change.SetAside({
        ...why,
        place: inside(disk.shownPath, directory),
        kept: inside(disk.shownPath, keptName(runId, directory))
      })
    )
    return {
      changes,
      message: `${id} is now in ${choice} alone; ${others.join(", ")} ${others.length === 1 ? "was" : "were"} set aside`,
      afterwards: Effect.succeed([
        "what was set aside is deleted after a week: until then undo brings it back, or move it away"
      ])
    }
  }
  if (reason === "marked_on_disk") {
    const installed = disk.plugins.filter((plugin) => plugin.id === id)
    const names = new Set([id, ...installed.map(({ directory }) => directory)])
    const changes = (["tombstones", "marks"] as const).flatMap((list) =>
      [...names]
        .filter((member) => uninstalled[list].has(member))
        .map((member) => Change.RemoveMember({ ...why, list, member }))
    )
    return { changes, message: `${id} stays: its mark was cleared`, afterwards: Effect.succeed([]) }
  }
  const change = Change.RenameEntry({
    ...why,
    from: id,
    to: choice,
    overBare: config.values.has(choice),
    leavesBare: false
  })
  return {
    changes: [change],
    message: `The entry ${id} is now called ${choice}; its settings were kept`,
    afterwards: afterRenaming(id)
  }
}

/** Where what is remembered cannot be written, the entry is renamed all the same. */
const afterRenaming = Effect.fnUntraced(function* (id: string) {
  yield* (yield* Ledger).removedHere(new Set([id]))
  yield* Effect.ignore((yield* PluginInstaller).forgetFailures(Option.some(id)))
  // Only an uninstall writes that file. Where it cannot be read, `check` says so.
  const section = yield* Effect.option((yield* ConfigWriter).value("secrets", [id]))
  return Option.isSome(Option.flatten(section))
    ? [`${FILE.secrets} has a section ${id}: rename that one by hand`]
    : []
})
