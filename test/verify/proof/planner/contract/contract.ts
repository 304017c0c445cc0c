/**
 * The rules as the contract words them, written down a second time and in another way: by cause, straight
 * from the facts of a world, without the planner's own vocabulary. What is said here and not there, or there
 * and not here, is a fault of one of the two.
 */
import type { InconsistencyType } from "../../../../../src/domain/findings/Finding.ts"
import { isPluginId, otherSpelling } from "../../../../../src/domain/plugin/PluginId.ts"
import { isoTimeMs } from "../../../../../src/domain/text/isoTime.ts"
import { namesOf } from "../../../../../src/domain/store/Registry.ts"
import { cannotBeHad, tellings } from "./contractOfStore.ts"
import { type Content, directoryOf, isBroken, isDecided, pluginOf, type World } from "../model/World.ts"

/** `reason Manual`, `reason None`, or `reason` and what is done; and what else a person is told. */
type Said = string

const TWO_SECONDS = 2000

const factsOf = (world: World, id: string) => {
  const plugin = pluginOf(world, id)
  const content = (name: string): Content =>
    world.ids.includes(name) ? directoryOf(world, name).content() : "free"
  const { readable } = world
  const state = readable.state() === "read"
  /** Names of the directories that hold the plugin. */
  const directories = (): ReadonlyArray<string> =>
    world.names.filter((name) => {
      const there = directoryOf(world, name).content()
      return typeof there !== "string" && there.plugin === id
    })
  const isMarked = () => directoryOf(world, id).marked()
  /** The registry's ids for it, as far as its copy is at hand. */
  const registered = (): ReadonlyArray<string> =>
    world.registry()?.entries.flatMap((entry) => (namesOf(entry).includes(id) ? [entry.id] : [])) ?? []
  /** Something that can be read says that it is a plugin. */
  const isPlugin = () =>
    (readable.disk() && (directories().length > 0 || isBroken(content(id)))) ||
    (state && plugin.record() !== "none") ||
    (readable.marks() && isMarked()) ||
    registered().length > 0
  const isSystem = () => world.isSystemKey(id) || (world.isTemplateKey(id) && !isPlugin())
  return {
    id,
    world,
    plugin,
    config: readable.config(),
    disk: readable.disk(),
    state,
    retired: readable.state() === "retired",
    marks: readable.marks(),
    isSystem,
    hasEntry: () => plugin.key() === "entry" && !isSystem(),
    directories,
    /** The one that LEDMatrix runs, as far as that is not chance. */
    runs: (): string | undefined => {
      const all = directories()
      if (all.length < 2) return all[0]
      if (!isDecided(world)) return undefined
      return [id, `ledmatrix-${id}`].find((name) => all.includes(name)) ?? all.toSorted()[0]
    },
    ownName: () => content(id),
    isOwnBroken: () => isBroken(content(id)),
    otherName: () => content(otherSpelling(id)),
    /** Also as the registry calls it. */
    isKept: () =>
      isMarked() ||
      registered().some((name) => world.names.includes(name) && directoryOf(world, name).marked()),
    isUninstalled: () => isMarked() || plugin.tombstoned(),
    isLost: () => ["process", "remembered"].includes(plugin.unrecoverable())
  }
}

type Facts = ReturnType<typeof factsOf>

/** LEDMatrix may be uninstalling what had an entry a moment ago: as is remembered, or as its display shows. */
const timeOf = ({ plugin, retired, world }: Facts): string => {
  const { readable } = world
  const isFresh = Math.abs(world.nowMs - world.configTime()) < 60_000
  const isRun = () => retired && readable.manager() && readable.display() && plugin.runs() !== undefined
  return isFresh && (plugin.lost() || plugin.agreed() !== undefined || isRun()) ? "later " : ""
}

const missingInConfig = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, marks, plugin } = about
  if (!config || !disk || about.hasEntry() || about.directories().length === 0) return []
  if (about.isOwnBroken()) return []
  if (marks && about.isUninstalled()) return []
  if (about.isSystem()) return ["system_key Manual"]
  if (plugin.key() === "scalar") return ["key_not_object Manual"]
  return marks ? [`no_entry ${timeOf(about)}AddEntry=false`] : []
}

const missingOnDisk = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, id, marks, plugin, world } = about
  if (!config || !disk || !about.hasEntry() || about.directories().length > 0) return []
  const own = about.ownName()
  if (about.isOwnBroken()) return []
  if (marks && about.isKept()) return ["settings_kept None"]
  if (marks && plugin.tombstoned()) return ["recently_uninstalled Manual"]
  if (own === "free" && plugin.copied()) return marks ? ["set_aside_copy PutBack"] : []
  if (typeof own !== "string") {
    const isBare = plugin.enabled() === false && plugin.entryVersion() === undefined && !plugin.settings()
    return [isBare ? "directory_name None" : "directory_name Manual"]
  }
  if (!isPluginId(id)) return ["invalid_id Manual"]
  if (own === "taken") return ["name_taken Manual"]
  if (isBroken(about.otherName())) return ["broken_directory Manual"]
  const reason = cannotBeHad(world, id)
  const told = tellings(world, id)
  if (reason !== undefined) return [`${reason} Manual${told}`]
  if (!world.storeAvailable()) return ["no_store Manual"]
  return marks ? [`not_installed Reinstall${told}`] : []
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
  const { config, disk, marks, plugin, retired, state, world } = about
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
  if (plugin.key() !== "free" || about.isSystem()) return ["entry_not_writable Manual"]
  return marks ? [`config_differs ${timeOf(about)}AddEntry=true`] : []
}

const bare = (version: string | null | undefined): string | undefined => {
  const text = version?.trim().replace(/^v/u, "")
  return text === "" ? undefined : text
}

const versionMismatch = (about: Facts): ReadonlyArray<Said> => {
  const { config, disk, plugin, state, world } = about
  if (!disk) return []
  const directory = about.runs()
  if (directory === undefined) return []
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
  if (!disk || !about.isOwnBroken()) return []
  const told = world.replaceBroken() && about.isLost() ? tellings(world, id) : ""
  if (world.replaceBroken() && about.ownName() === "byte_order_mark")
    return [`broken_manifest TakeOffMark${told}`]
  const may = world.replaceBroken() && world.storeAvailable() && isPluginId(id) && marks
  const shall = may && !about.isUninstalled() && about.directories().length === 0 && !about.isLost()
  return [`broken_manifest ${shall ? "ReplaceBroken" : "Manual"}${told}`]
}

const twoDirectories = (about: Facts): ReadonlyArray<Said> =>
  about.disk && about.directories().length > 1
    ? [isDecided(about.world) ? "duplicate_id None" : "duplicate_id Manual"]
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
    const hasDirectory = about.directories().length > 0 || about.isOwnBroken() || typeof own !== "string"
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
  const directory = disk ? about.runs() : undefined
  const onDisk = directory === undefined ? undefined : directoryOf(world, directory).version()
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
