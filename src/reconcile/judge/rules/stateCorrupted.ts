/** Rule 5: records, directories, marks and entries that contradict themselves or each other. */
import { Change } from "../../../domain/changes/Change.ts"
import { Repair } from "../../../domain/changes/Repair.ts"
import { Fix } from "../../../domain/findings/Finding.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { keepMarked, whichDirectory } from "./choices.ts"
import { causeOf } from "../facts/notFetched.ts"
import { corrupted } from "./corrupted.ts"
import { recordFault } from "./corruptedRecord.ts"
import { isUnrecoverable, isUninstalled, type PluginFacts, type SnapshotFacts } from "../facts/PluginFacts.ts"
import { clear, Verdict } from "./Verdict.ts"

const SOUND = clear("nothing about it contradicts itself")

export const stateCorrupted = (plugin: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const verdicts = [
    ...brokenManifest(plugin, around),
    ...duplicateId(plugin),
    ...markedOnDisk(plugin, around),
    ...recordFault(plugin, around),
    ...enabledNotBoolean(plugin, around)
  ]
  return verdicts.length > 0 ? verdicts : SOUND
}

const NOTHING: ReadonlyArray<Verdict> = []

const brokenManifest = ({ id, installed }: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  const { disk, policy, uninstalled } = around
  const broken = around.broken.get(id)
  if (disk === undefined || broken === undefined) return NOTHING
  const marked = policy.replaceBroken && broken.byteOrderMark === true
  const takeOff = (file: string): Fix => {
    const change = Change.SetByteOrderMark({ plugin: id, cause: "broken_manifest", file, present: false })
    return Fix.Auto({ repair: Repair.TakeOffMark({ change }) })
  }
  const replaceable =
    policy.replaceBroken &&
    policy.storeAvailable &&
    isPluginId(id) &&
    // A plugin that is there under another name would be there twice.
    installed.length === 0 &&
    uninstalled !== undefined &&
    !isUninstalled(uninstalled, id) &&
    !isUnrecoverable(around, id)
  const cause = policy.replaceBroken && isUnrecoverable(around, id) ? causeOf(id, around) : {}
  return [
    corrupted(
      id,
      "broken_manifest",
      `Plugin directory ${id} has a manifest.json that cannot be used: ${broken.problem}`,
      { current: { manifest: "broken" }, expected: { manifest: "valid" }, ...cause },
      marked
        ? takeOff(`${disk.shownPath}/${broken.directory}/manifest.json`)
        : replaceable
          ? Fix.Auto({ repair: Repair.Fetch({ plugin: id, replacing: true }) })
          : Fix.Manual()
    )
  ]
}

const duplicateId = ({ id, installed, runs }: PluginFacts): ReadonlyArray<Verdict> => {
  if (installed.length < 2) return NOTHING
  const directories = installed.map((plugin) => plugin.directory)
  return [
    corrupted(
      id,
      "duplicate_id",
      `Plugin ${id} is in ${directories.length} directories: ${directories.join(", ")}; ${
        runs === undefined ? "remove or rename all but one" : `LEDMatrix runs the one in ${runs.directory}`
      }`,
      { current: { directories }, expected: { directories: 1 }, ...whichDirectory(installed) },
      runs === undefined ? Fix.Manual() : Fix.None()
    )
  ]
}

const markedOnDisk = ({ id, installed }: PluginFacts, around: SnapshotFacts): ReadonlyArray<Verdict> => {
  if (around.uninstalled === undefined || around.uninstalled.marks.size === 0) return NOTHING
  const { marks } = around.uninstalled
  const names = new Set(installed.flatMap((plugin) => [plugin.id, plugin.directory]))
  const marked = [...names].filter((name) => marks.has(name))
  if (marked.length === 0) return NOTHING
  return [
    corrupted(
      id,
      "marked_on_disk",
      `Plugin ${id} is on disk, but config/uninstalled_plugins.json lists ${marked.join(", ")}: LEDMatrix deletes the directory at its next start`,
      { current: { marked: true }, expected: { marked: false }, ...keepMarked },
      Fix.Manual()
    )
  ]
}

const enabledNotBoolean = (
  { entry, id, record }: PluginFacts,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  if (entry?.enabled._tag !== "NotBoolean") return NOTHING
  if (around.state === undefined) {
    return [
      Verdict.Skipped({ because: "its `enabled` is no boolean, and the saved state could not be read" })
    ]
  }
  // If the record has a boolean, rule 3 decides.
  if (record?.salvage.enabled !== undefined) return NOTHING
  return [
    corrupted(
      id,
      "enabled_not_boolean",
      `Plugin ${id} has an enabled in config that is neither true nor false, and no record to tell which is meant`,
      { current: { enabled_is_boolean: false }, expected: { enabled_is_boolean: true } },
      Fix.Manual()
    )
  ]
}
