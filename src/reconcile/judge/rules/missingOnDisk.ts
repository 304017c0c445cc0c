/** Rule 2: an entry in config whose plugin is not on disk. */
import { putBack } from "../../../domain/changes/Change.ts"
import { Repair } from "../../../domain/changes/Repair.ts"
import type { ConfigEntry } from "../../../domain/sources/ConfigView.ts"
import type { DiskView } from "../../../domain/sources/DiskView.ts"
import { type Finding, Fix, type Reason } from "../../../domain/findings/Finding.ts"
import { isPluginId, otherSpelling } from "../../../domain/plugin/PluginId.ts"
import { otherKey } from "./choices.ts"
import { causeOf, reasonNotFetched } from "../facts/notFetched.ts"
import { isMarked, type PluginFacts, type SnapshotFacts } from "../facts/PluginFacts.ts"
import { setAsideUnderWay } from "../facts/setAsideUnderWay.ts"
import { postponed } from "../facts/uninstallUnderWay.ts"
import { clear, found, skipped, type Verdict } from "./Verdict.ts"

const NO_ENTRY = clear("config has no entry for it")
const ON_DISK = clear("it is on disk")
const BROKEN_NAME = clear("a directory of this name has a broken manifest; rule 5 speaks for it")
const UNREADABLE = skipped("config or the plugins directory could not be read")
const UNKNOWN_UNINSTALLED = skipped(
  "it is not known which plugins were uninstalled, so nothing is put back or reinstalled"
)

export const missingOnDisk = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const { disk } = around
  if (around.config === undefined || disk === undefined) return UNREADABLE
  if (plugin.entry === undefined) return NO_ENTRY
  if (plugin.installed.length > 0) return ON_DISK
  if (around.broken.has(plugin.id)) return BROKEN_NAME
  return judge(plugin.id, plugin.entry, disk, around)
}

const judge = (
  id: string,
  entry: ConfigEntry,
  disk: DiskView,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  const { uninstalled } = around
  if (isMarked(around, id)) return [found(missing(id, "settings_kept", Fix.None()))]
  // A removal that is minutes old is believed before a leftover copy is: putting it back would undo it.
  if (uninstalled?.tombstones.has(id) === true) return manual(id, "recently_uninstalled")
  const copy = disk.setAside.get(id)
  const namesake = around.byDirectory.get(id)
  // A copy goes back onto a free name only; where something else has the name, that is the thing to tell.
  if (copy !== undefined && isFree(copy.place, disk, around)) {
    if (uninstalled === undefined) return UNKNOWN_UNINSTALLED
    const why = { plugin: id, cause: "set_aside_copy" }
    const change = putBack(why, `${disk.shownPath}/${copy.place}`, `${disk.shownPath}/${copy.directory}`)
    const finding = missing(id, "set_aside_copy", Fix.Auto({ repair: Repair.PutBack({ change }) }))
    return [found(postponed(finding, setAsideUnderWay(copy, around)))]
  }
  if (namesake !== undefined) {
    const hint = `: directory ${id} holds plugin ${namesake.id}, whose key in config is ${namesake.id}`
    const fix = entry.bare ? Fix.None() : Fix.Manual()
    const finding = { ...missing(id, "directory_name", fix), ...otherKey(id, namesake.id, around) }
    return [found({ ...finding, description: `${describe(id)}${hint}` })]
  }
  const obstacle = obstacleToInstall(id, disk, around)
  if (obstacle !== undefined) return manual(id, obstacle)
  const reason = reasonNotFetched(id, around)
  const known = causeOf(id, around)
  const cause = { ...known, ...(known.rightKey === undefined ? {} : otherKey(id, known.rightKey, around)) }
  if (reason !== undefined) return [found({ ...missing(id, reason, Fix.Manual()), ...cause })]
  if (!around.policy.storeAvailable) return manual(id, "no_store")
  if (uninstalled === undefined) return UNKNOWN_UNINSTALLED
  const fetch = Repair.Fetch({ plugin: id, replacing: false })
  return [found({ ...missing(id, "not_installed", Fix.Auto({ repair: fetch })), ...cause })]
}

/** Whether nothing stands under this name in the plugins directory. */
export const isFree = (name: string, disk: DiskView, { broken, byDirectory }: SnapshotFacts): boolean =>
  !byDirectory.has(name) && !disk.taken.has(name) && !broken.has(name)

/** What stands in the way of any install. */
export const obstacleToInstall = (id: string, disk: DiskView, around: SnapshotFacts): Reason | undefined => {
  if (!isPluginId(id)) return "invalid_id"
  if (disk.taken.has(id)) return "name_taken"
  if (around.broken.has(otherSpelling(id))) return "broken_directory"
  return undefined
}

const describe = (id: string): string => `Plugin ${id} in config but not on disk`

const manual = (id: string, reason: Reason): ReadonlyArray<Verdict> => [
  found(missing(id, reason, Fix.Manual()))
]

const missing = (id: string, reason: Reason, fix: Fix): Finding => ({
  id,
  type: "plugin_missing_on_disk",
  reason,
  description: describe(id),
  current: { exists_on_disk: false },
  expected: { exists_on_disk: true },
  fix
})
