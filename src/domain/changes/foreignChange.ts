/**
 * Pure: what no run of this program writes into its journal. A record is data from a place that others may write to, so
 * that nothing of it is carried out, or reversed, which the program would not do of its own accord.
 */
import { Option } from "effect"
import { isJsonObject } from "../../json/JsonValue.ts"
import { isPluginId } from "../plugin/PluginId.ts"
import { SET_ASIDE_MARK } from "../sources/DiskView.ts"
import { SYSTEM_KEYS } from "../host/systemKeys.ts"
import {
  type Change,
  type DirectoryChange,
  FILE,
  isDirectoryChange,
  type RenameEntry,
  type ValueChange
} from "./Change.ts"
import type { JournalRecord, RunCommand } from "./Journal.ts"

const MANIFEST = "/manifest.json"

/** Places that a change of a directory, or of what lies in one, names, the plugin's own first. */
export const placesOf = (change: Change): ReadonlyArray<string> => {
  if (change._tag === "SetByteOrderMark")
    return change.file.endsWith(MANIFEST) ? [change.file.slice(0, -MANIFEST.length)] : []
  if (!isDirectoryChange(change)) return []
  if (change._tag === "SetAside") return [change.place, change.kept]
  const from = change._tag === "PutBack" ? [change.from] : []
  return [change.place, ...from, ...Option.toArray(change.kept)]
}

/** These are of one plugin. */
const OF_ONE_PLUGIN: ReadonlySet<string> = new Set<RunCommand>([
  "install",
  "update",
  "uninstall",
  "enable",
  "disable",
  "resolve"
])

/** The first thing in a record that no run writes, told as the end of a sentence; `None` where there is none. */
export const foreignIn = (
  { command }: Pick<JournalRecord, "command">,
  changes: ReadonlyArray<Change>
): Option.Option<string> => {
  const plugins = new Set(changes.map(({ plugin }) => plugin))
  if (OF_ONE_PLUGIN.has(command) && plugins.size > 1)
    return Option.some(`changes more than one plugin in one ${command}`)
  return Option.firstSomeOf(changes.map((change) => foreign(change, command)))
}

const foreign = (change: Change, command: string): Option.Option<string> => {
  switch (change._tag) {
    case "SetValue":
    case "RemoveValue":
      return isOwnValue(change, command)
        ? Option.none()
        : Option.some(`changes ${change.key.join(" › ")} of ${FILE[change.file]}, which is no plugin's`)
    case "AddMember":
    case "RemoveMember":
      return isPluginId(change.member)
        ? Option.none()
        : Option.some(`names ${JSON.stringify(change.member)} in ${FILE[change.list]}, which is no plugin id`)
    case "PlaceFetched":
    case "PutBack":
    case "SetAside":
      return foreignMove(change)
    case "SetByteOrderMark": {
      const [directory] = placesOf(change)
      return directory === undefined || isDirectoryName(nameOf(directory))
        ? Option.none()
        : Option.some(`names ${change.file}, which is no plugin's`)
    }
    case "RenameEntry":
      return isOwnKey(change)
        ? Option.none()
        : Option.some(
            `changes the key ${change.from} of ${FILE.config} to ${change.to}, which is no plugin's`
          )
    case "ReplaceFile":
      return change.file === FILE.config && [change.by, change.kept].every(isCopyOfConfig)
        ? Option.none()
        : Option.some(`changes all of ${change.file}, by or into what is no copy of it`)
    case "RebuildState":
      return Option.none()
  }
}

/** One of the two keys is a plugin's id; the other may be any that LEDMatrix does not use itself. */
const isOwnKey = ({ from, plugin, to }: RenameEntry): boolean =>
  (from === plugin || to === plugin) &&
  !SYSTEM_KEYS.has(from) &&
  !SYSTEM_KEYS.has(to) &&
  (isPluginId(from) || isPluginId(to))

/** LEDMatrix's backups, and what was kept of an unreadable file. */
const isCopyOfConfig = (file: string): boolean =>
  /^config\/(?:backups\/)?config\.json\.(?:backup|corrupt-)[^/]*$/u.test(file)

/** A whole entry is added where none is, or goes; no run puts another in its place. */
const isOfEntry = (change: ValueChange): boolean =>
  isJsonObject(change._tag === "RemoveValue" ? change.from : change.to) &&
  (change._tag === "RemoveValue" || Option.isNone(change.from))

const isOwnValue = (change: ValueChange, command: string): boolean => {
  const { file, key, plugin } = change
  const [first, second, third, ...deeper] = key
  switch (file) {
    case "config": {
      if (first !== plugin || SYSTEM_KEYS.has(plugin)) return false
      // Only a desired state changes single settings.
      if (change.cause === "desired_settings" && second !== "version") return isPluginId(plugin)
      return second === undefined ? isOfEntry(change) : second === "enabled" && third === undefined
    }
    case "state":
      return first === "states" && second === plugin && deeper.length === 0
    case "secrets":
      // Only an uninstall touches them, and it only removes.
      return (
        command === "uninstall" &&
        change._tag === "RemoveValue" &&
        key.length === 1 &&
        first === plugin &&
        isPluginId(plugin) &&
        !SYSTEM_KEYS.has(plugin)
      )
  }
}

const nameOf = (place: string): string => place.slice(place.lastIndexOf("/") + 1)

/** A plugin's directory may have any name that LEDMatrix looks at. */
const isDirectoryName = (name: string): boolean =>
  name !== "" && !name.startsWith(".") && !name.includes(SET_ASIDE_MARK)

const foreignMove = (change: DirectoryChange): Option.Option<string> => {
  const [place = "", ...others] = placesOf(change)
  if (!isPluginId(change.plugin))
    return Option.some(`moves ${JSON.stringify(change.plugin)}, which is no plugin id`)
  const found = isDirectoryName(nameOf(place))
    ? others.find((other) => !nameOf(other).includes(SET_ASIDE_MARK))
    : place
  return Option.map(Option.fromUndefinedOr(found), (path) =>
    path === place
      ? `names ${path}, which is no directory of a plugin`
      : `names ${path}, which is no copy that was set aside`
  )
}
