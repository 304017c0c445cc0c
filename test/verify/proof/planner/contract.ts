/**
 * The rules as the contract words them, written down a second time and in another way: by cause, straight
 * from the facts of a world, without the planner's own vocabulary. What is said here and not there, or there
 * and not here, is a fault of one of the two.
 */
import type { InconsistencyType } from "../../../../src/domain/findings/Finding.ts"
import { isPluginId, otherSpelling } from "../../../../src/domain/PluginId.ts"
import { isoTimeMs } from "../../../../src/domain/isoTime.ts"
import { directoryOf, pluginOf, type World } from "./World.ts"

/** `reason Manual`, `reason None`, or `reason` and what is done. */
type Said = string

const TWO_SECONDS = 2000

const factsOf = (world: World, id: string) => {
  const plugin = pluginOf(world, id)
  const content = (name: string) => (world.ids.includes(name) ? directoryOf(world, name).content() : "free")
  const { readable } = world
  return {
    id,
    world,
    plugin,
    config: readable.config(),
    disk: readable.disk(),
    state: readable.state() === "read",
    /** A LEDMatrix that keeps no saved state also says which of two directories it runs. */
    retired: readable.state() === "retired",
    marks: readable.marks(),
    hasEntry: () => plugin.key() === "entry" && !world.isSystemKey(id),
    /** Names of the directories that hold the plugin. */
    directories: () =>
      world.names.filter((name) => {
        const there = directoryOf(world, name).content()
        return typeof there !== "string" && there.plugin === id
      }),
    ownName: () => content(id),
    otherName: () => content(otherSpelling(id)),
    isMarked: () => directoryOf(world, id).marked(),
    isUninstalled: () => directoryOf(world, id).marked() || plugin.tombstoned(),
    isLost: () => plugin.unrecoverable() !== "no"
  }
}

type Facts = ReturnType<typeof factsOf>

/** LEDMatrix may be uninstalling what had an entry a moment ago. */
const timeOf = ({ plugin, world }: Facts): string => {
  const isFresh = Math.abs(world.nowMs - world.configTime()) < 60_000
  return isFresh && (plugin.lost() || plugin.agreed() !== undefined) ? "later " : ""
}

const missingInConfig = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, id, marks, plugin, world } = about
  if (!config || !disk || about.hasEntry() || about.directories().length === 0) return []
  if (about.ownName() === "broken") return []
  if (marks && about.isUninstalled()) return []
  if (world.isSystemKey(id)) return ["system_key Manual"]
  if (plugin.key() === "scalar") return ["key_not_object Manual"]
  return marks ? [`no_entry ${timeOf(about)}AddEntry=false`] : []
}

const missingOnDisk = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, id, marks, plugin, world } = about
  if (!config || !disk || !about.hasEntry() || about.directories().length > 0) return []
  const own = about.ownName()
  if (own === "broken") return []
  if (marks && about.isMarked()) return ["settings_kept None"]
  if (marks && plugin.tombstoned()) return ["recently_uninstalled Manual"]
  if (own === "free" && plugin.copied()) return marks ? ["set_aside_copy PutBack"] : []
  if (typeof own !== "string") {
    const isBare = plugin.enabled() === false && plugin.entryVersion() === undefined && !plugin.settings()
    return [isBare ? "directory_name None" : "directory_name Manual"]
  }
  if (!isPluginId(id)) return ["invalid_id Manual"]
  if (own === "taken") return ["name_taken Manual"]
  if (about.otherName() === "broken") return ["broken_directory Manual"]
  if (about.isLost()) return ["unrecoverable Manual"]
  if (!world.storeAvailable()) return ["no_store Manual"]
  return marks ? ["not_installed Reinstall"] : []
}

/** A record that this program once replaced or removed is LEDMatrix's memory coming back. */
const isMemory = ({ plugin }: Facts): boolean =>
  plugin
    .replaced()
    .some(
      (mark) =>
        mark.enabled === plugin.recorded() &&
        mark.config_version === plugin.counter() &&
        mark.last_updated === (plugin.recordTime() ?? null)
    )

/** Whether config stands, where both sides have a boolean. */
const configStands = (about: Facts, inEntry: boolean): boolean => {
  const { plugin, world } = about
  const authority = world.authority()
  if (authority !== "latest") return authority === "config"
  if (isMemory(about)) return true
  const recordedAt = plugin.recordTime()
  const agreed = plugin.agreed()
  if (agreed !== undefined) return agreed !== inEntry
  const recordedMs = typeof recordedAt === "string" ? isoTimeMs(recordedAt) : undefined
  if (recordedMs === undefined || recordedMs > world.nowMs) return false
  const configMs = world.configTime()
  return configMs <= world.nowMs && configMs > recordedMs + TWO_SECONDS
}

/** Where LEDMatrix keeps no saved state: what a live display runs, of what is configured and installed. */
const isShown = ({ config, disk, hasEntry, directories, retired, world }: Facts): boolean =>
  retired &&
  config &&
  disk &&
  hasEntry() &&
  directories().length > 0 &&
  world.readable.manager() &&
  world.readable.display()

const notFollowed = (about: Facts): ReadonlyArray<Said> => {
  const { plugin } = about
  if (!isShown(about) || plugin.enabled() === "other") return []
  const runs = plugin.runs() !== undefined
  const wanted = plugin.enabled() === true
  return runs === wanted ? [] : [runs ? "still_loaded None" : "not_loaded None"]
}

const enabledMismatch = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, id, marks, plugin, retired, state, world } = about
  if (retired) return notFollowed(about)
  if (!config || !state || plugin.record() !== "object") return []
  const saved = plugin.recorded()
  if (saved === "bad") return []
  if (about.hasEntry()) {
    const inEntry = plugin.enabled()
    if (inEntry === "other") return [`config_differs SetEntryEnabled=${saved}`]
    const reads = inEntry === "absent" || inEntry
    if (reads === saved) return []
    return configStands(about, reads)
      ? [`config_differs SetRecordEnabled=${reads}`]
      : [`config_differs SetEntryEnabled=${saved}`]
  }
  // No entry reads false.
  if (!disk || about.directories().length === 0 || !saved) return []
  if (marks && about.isUninstalled()) return []
  if (world.authority() === "config") return marks ? ["config_differs SetRecordEnabled=false"] : []
  if (plugin.key() !== "free" || world.isSystemKey(id)) return ["entry_not_writable Manual"]
  return marks ? [`config_differs ${timeOf(about)}AddEntry=true`] : []
}

const bare = (version: string | null | undefined): string | undefined => {
  const text = version?.trim().replace(/^v/u, "")
  return text === "" ? undefined : text
}

const versionMismatch = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, id, plugin, state, world } = about
  if (!disk) return []
  const [first, second] = about.directories()
  const chosen = [id, `ledmatrix-${id}`].find((name) => about.directories().includes(name))
  const directory = about.retired ? (chosen ?? about.directories().toSorted()[0]) : first
  if (directory === undefined || (second !== undefined && !about.retired)) return []
  const version = directoryOf(world, directory).version()
  const differs = (other: string | null | undefined) =>
    bare(version) !== undefined && bare(other) !== undefined && bare(other) !== bare(version)
  return [
    ...(state && plugin.record() === "object" && differs(plugin.recordVersion())
      ? [`record_version SetRecordVersion=${version}`]
      : []),
    ...(config && about.hasEntry() && differs(plugin.entryVersion()) ? ["entry_version None"] : []),
    ...(isShown(about) && differs(plugin.runs()) ? ["older_version_runs None"] : [])
  ]
}

const brokenManifest = (about: Facts): ReadonlyArray<Said> => {
  const { disk, id, marks, world } = about
  if (!disk || about.ownName() !== "broken") return []
  const may = world.replaceBroken() && world.storeAvailable() && isPluginId(id) && marks
  const shall = may && !about.isUninstalled() && about.directories().length === 0 && !about.isLost()
  return [shall ? "broken_manifest ReplaceBroken" : "broken_manifest Manual"]
}

const twoDirectories = (about: Facts): ReadonlyArray<Said> =>
  about.disk && about.directories().length > 1
    ? [about.retired ? "duplicate_id None" : "duplicate_id Manual"]
    : []

const markedOnDisk = (about: Facts): ReadonlyArray<Said> => {
  const { disk, id, marks, world } = about
  if (!disk || !marks) return []
  const directories = about.directories()
  const names = directories.length > 0 ? [id, ...directories] : []
  return names.some((name) => directoryOf(world, name).marked()) ? ["marked_on_disk Manual"] : []
}

const isValid = ({ plugin }: Facts): boolean => {
  if (plugin.record() === "scalar" || plugin.recorded() === "bad" || plugin.status() === "bad") return false
  const contradicts = plugin.status() === (plugin.recorded() === true ? "disabled" : "enabled")
  return !contradicts && !plugin.fault()
}

const badRecord = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, marks, plugin, state, world } = about
  if (!state || plugin.record() === "none") return []
  const hasEntry = config && about.hasEntry()
  if (config && disk && !hasEntry) {
    const own = about.ownName()
    const hasDirectory = about.directories().length > 0 || own === "broken" || typeof own !== "string"
    if (!hasDirectory && marks && about.isUninstalled()) return ["uninstalled_record RemoveRecord"]
    if (!hasDirectory && isValid(about)) return ["orphan_record None"]
  }
  if (isValid(about)) return []
  const isObject = plugin.record() === "object"
  const saved = isObject ? plugin.recorded() : "bad"
  const savedVersion = isObject ? plugin.recordVersion() : undefined
  if (!config && saved === "bad") return []
  if (!disk && savedVersion === undefined) return []
  if (!marks && !hasEntry) return []
  const inEntry = hasEntry ? plugin.enabled() : "other"
  const enabled = saved !== "bad" ? saved : inEntry === "absent" || inEntry === true
  const savedStatus = isObject ? plugin.status() : "bad"
  const status =
    savedStatus === "bad" || savedStatus === "enabled" || savedStatus === "disabled"
      ? enabled
        ? "enabled"
        : "disabled"
      : savedStatus
  const [directory, second] = disk ? about.directories() : []
  const onDisk =
    directory === undefined || second !== undefined ? undefined : directoryOf(world, directory).version()
  const version = savedVersion === undefined ? (onDisk ?? null) : savedVersion
  return [`invalid_record RebuildRecord=${enabled},${status},${version}`]
}

const notBoolean = (about: Facts): ReadonlyArray<Said> => {
  const { config, plugin, retired, state } = about
  if (!config || !about.hasEntry() || plugin.enabled() !== "other" || !(state || retired)) return []
  const hasVote = state && plugin.record() === "object" && plugin.recorded() !== "bad"
  return hasVote ? [] : ["enabled_not_boolean Manual"]
}

const CLAUSES: { readonly [Type in InconsistencyType]: (about: Facts) => ReadonlyArray<Said> } = {
  // No desired state is given in these worlds.
  plugin_not_as_desired: () => [],
  plugin_missing_in_config: missingInConfig,
  plugin_missing_on_disk: missingOnDisk,
  plugin_enabled_mismatch: enabledMismatch,
  plugin_version_mismatch: versionMismatch,
  plugin_state_corrupted: (about) =>
    [brokenManifest, twoDirectories, markedOnDisk, badRecord, notBoolean].flatMap((clause) => clause(about))
}

/** What the contract has a rule find about a plugin, sorted. */
export const asAgreed = (world: World, id: string, type: InconsistencyType): ReadonlyArray<Said> =>
  CLAUSES[type](factsOf(world, id)).toSorted()
