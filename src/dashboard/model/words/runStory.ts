/** Pure: what a run did to each plugin, in a person's words. The files are told elsewhere. */
import type { JournalChange } from "../../../domain/changes/Journal.ts"
import type { PastRun } from "../../api/wire.ts"
import { changeCause } from "./runWords.ts"

const onOff = (value: unknown): string => (value === true ? "on" : value === false ? "off" : "as before")

/** An entry's or a record's `enabled`. */
const enabledIn = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "enabled" in value ? value.enabled : undefined

const ofDirectory = (
  { from, kept, present }: NonNullable<JournalChange["directory"]>,
  { file, reason }: JournalChange
): string => {
  if (!present)
    return reason === "duplicate_id"
      ? `its directory ${file} set aside`
      : "taken out of the plugins directory"
  if (from !== undefined) return "put back where it was"
  if (kept === undefined) return "installed"
  return reason === "update" ? "its new version put in place" : "replaced by another copy of it"
}

const ofMark = ({ after }: JournalChange): string =>
  after === undefined ? "no longer marked as uninstalled" : "marked as uninstalled"

const ofRecord = ({ after, before, key }: JournalChange): string => {
  if (key === undefined) return "the saved state made anew from settings and disk"
  const [, , field] = key
  if (field === "enabled") return `noted as ${onOff(after)}`
  if (field === "version") return `its version noted as ${typeof after === "string" ? after : "unknown"}`
  if (after === undefined) return "its saved state removed"
  return before === undefined ? "its saved state made" : "its saved state made right"
}

const ofEntry = ({ after, before, key = [] }: JournalChange): string => {
  if (key.length > 1) return key.at(-1) === "enabled" ? `switched ${onOff(after)}` : "its settings changed"
  if (after === undefined) return "its settings removed"
  if (before !== undefined) return "its settings changed"
  const enabled = enabledIn(after)
  return enabled === undefined ? "its settings put back" : `added to the settings, ${onOff(enabled)}`
}

/** Of this program's own notes, which say what is said of the mark. */
const OWN_NOTES = "data/reconciler/"

const NOTHING = ""

const ofChange = (change: JournalChange): string => {
  if (change.byte_order_mark !== undefined)
    return `a mark at the beginning of ${change.file} ${change.byte_order_mark ? "put back" : "taken off"}`
  if (change.replaced !== undefined) return `the whole of ${change.file} replaced by ${change.replaced.by}`
  if (change.renamed !== undefined) return `its settings now under ${change.renamed.to}`
  if (change.directory !== undefined) return ofDirectory(change.directory, change)
  if (change.file.startsWith(OWN_NOTES)) return NOTHING
  if (change.file.endsWith("uninstalled_plugins.json")) return ofMark(change)
  if (change.file.endsWith("plugin_state.json")) return ofRecord(change)
  if (change.file.endsWith("config_secrets.json"))
    return change.after === undefined ? "its secrets removed" : "its secrets put back"
  return ofEntry(change)
}

export interface PluginStory {
  readonly id: string
  /** `installed; added to the settings, off`. */
  readonly what: string
  /** Why, where it is not what the run is called after. */
  readonly why: string
}

/** What is said once is not said again: most values stand in two files. */
export const runStory = ({ changes }: Pick<PastRun, "changes">): ReadonlyArray<PluginStory> =>
  [...Map.groupBy(changes, ({ plugin_id }) => plugin_id)].map(([id, own]) => {
    const words = [...new Set(own.map(ofChange))].filter((word) => word !== NOTHING)
    const switched = words.find((word) => word.startsWith("switched "))
    const told = words.filter((word) => switched === undefined || !word.startsWith("noted as o"))
    return { id, what: told.join("; "), why: own.map(changeCause).find((cause) => cause !== "") ?? "" }
  })
