/** What differs between two worlds: the places whose value was written, with what stood there before. */
import { directoryOf, pluginOf, type World } from "./World.ts"

export interface Change {
  readonly id: string
  readonly place: keyof typeof PLUGIN_PLACES | "directory"
  readonly from: unknown
  readonly to: unknown
}

/** Places of a plugin that a repair writes. What it writes along with every edit tells of no decision. */
const PLUGIN_PLACES = {
  key: true,
  enabled: true,
  entryVersion: true,
  settings: true,
  city: true,
  record: true,
  recorded: true,
  status: true,
  recordVersion: true,
  copied: true,
  tombstoned: true
} as const

const places = Object.keys(PLUGIN_PLACES) as ReadonlyArray<keyof typeof PLUGIN_PLACES>

export const changesBetween = (before: World, after: World): ReadonlyArray<Change> => {
  const changes: Array<Change> = []
  if (before.plugins !== after.plugins) {
    for (const id of before.ids) {
      const [old, now] = [pluginOf(before, id), pluginOf(after, id)]
      if (old === now) continue
      for (const place of places) {
        if (old[place] === now[place] || !isThere(before, id, place)) continue
        const [from, to] = [old[place](), now[place]()]
        if (from !== to) changes.push({ id, place, from, to })
      }
    }
  }
  if (before.directories !== after.directories) {
    for (const name of before.names) {
      const [old, now] = [directoryOf(before, name), directoryOf(after, name)]
      if (old.content === now.content) continue
      changes.push({ id: name, place: "directory", from: old.content(), to: now.content() })
    }
  }
  return changes
}

const IN_ENTRY: ReadonlySet<string> = new Set(["enabled", "entryVersion", "settings", "city"])
const IN_RECORD: ReadonlySet<string> = new Set(["recorded", "status", "recordVersion"])

/** Whether there was anything that could be lost: an entry to hold the field, a record that is an object. */
const isThere = (world: World, id: string, place: string): boolean => {
  const { key, record } = pluginOf(world, id)
  if (IN_ENTRY.has(place)) return key() === "entry"
  if (IN_RECORD.has(place)) return world.readable.state() === "read" && record() === "object"
  if (place === "record") return world.readable.state() === "read"
  return true
}
