/**
 * A snapshot as the rules look at it: what each source says about one plugin, and what is the same for all of them. A
 * source that could not be read is `undefined` here, never empty.
 */
import { Option, Result } from "effect"
import { type ConfigEntry, type ConfigView } from "../../../domain/sources/ConfigView.ts"
import type { BrokenPlugin, DiskView, InstalledPlugin } from "../../../domain/sources/DiskView.ts"
import type { PolicyValues } from "../../../domain/Policy.ts"
import type { Snapshot } from "../../../domain/sources/Snapshot.ts"
import type { RecordReading } from "../../../domain/sources/StateRecord.ts"
import type { StateView } from "../../../domain/sources/StateView.ts"
import type { StoreView, Uninstalled } from "../../../domain/sources/StoreView.ts"
import { namesOf, type RegistryEntry } from "../../../domain/store/Registry.ts"
import { systemKeysOf } from "./systemKeys.ts"

/** What holds the plugin's key in config. */
export type ConfigKey = "free" | "entry" | "not_object" | "system"

export interface PluginFacts {
  readonly id: string
  readonly key: ConfigKey
  readonly entry: ConfigEntry | undefined
  /** Of several, where LEDMatrix decides between them, the first is the one that it runs. */
  readonly installed: ReadonlyArray<InstalledPlugin>
  /** The one that LEDMatrix runs: none where none is there, or where it is chance which. */
  readonly runs: InstalledPlugin | undefined
  readonly record: RecordReading | undefined
}

/** What is the same for every plugin of a pass. */
export interface SnapshotFacts {
  readonly snapshot: Snapshot
  readonly policy: PolicyValues
  readonly config: ConfigView | undefined
  readonly disk: DiskView | undefined
  /** `retired` where LEDMatrix keeps no saved state. */
  readonly state: StateView | "retired" | undefined
  /** The saved state's, as far as there is one that could be read. */
  readonly records: ReadonlyMap<string, RecordReading>
  readonly uninstalled: Uninstalled | undefined
  /** Top-level keys of config that are no plugins'. */
  readonly systemKeys: ReadonlySet<string>
  readonly byId: ReadonlyMap<string, ReadonlyArray<InstalledPlugin>>
  readonly byDirectory: ReadonlyMap<string, InstalledPlugin>
  readonly broken: ReadonlyMap<string, BrokenPlugin>
}

const readable = <A>(reading: Result.Result<A, unknown>): A | undefined =>
  Result.isSuccess(reading) ? reading.success : undefined

/** The disk, turned around. */
type OnDisk = Pick<SnapshotFacts, "byId" | "byDirectory" | "broken">

const NO_RECORDS: StateView["records"] = new Map()

const NO_DISK: OnDisk = { byId: new Map(), byDirectory: new Map(), broken: new Map() }

/** A warm pass sees the very same view again. */
const turned = new WeakMap<DiskView, OnDisk>()

const onDisk = (disk: DiskView): OnDisk => {
  const known = turned.get(disk)
  if (known !== undefined) return known
  const byId = new Map<string, Array<InstalledPlugin>>()
  const byDirectory = new Map<string, InstalledPlugin>()
  for (const plugin of disk.plugins) {
    const same = byId.get(plugin.id)
    if (same === undefined) byId.set(plugin.id, [plugin])
    else same.push(plugin)
    byDirectory.set(plugin.directory, plugin)
  }
  const broken = new Map(disk.broken.map((plugin) => [plugin.directory, plugin]))
  turned.set(disk, { byId, byDirectory, broken })
  return { byId, byDirectory, broken }
}

export const snapshotFacts = (snapshot: Snapshot, policy: PolicyValues): SnapshotFacts => {
  const disk = readable(snapshot.disk)
  const turnedDisk = disk === undefined ? NO_DISK : onDisk(disk)
  const sources = {
    config: readable(snapshot.config),
    disk,
    state: Option.match(snapshot.state, { onNone: () => "retired" as const, onSome: readable }),
    uninstalled: readable(snapshot.store.uninstalled)
  }
  const { state } = sources
  const records = state === undefined || state === "retired" ? NO_RECORDS : state.records
  const known = { snapshot, policy, ...sources, records, ...turnedDisk }
  return { ...known, systemKeys: systemKeysOf(known) }
}

const NONE: ReadonlyArray<InstalledPlugin> = []

export const pluginFacts = (id: string, around: SnapshotFacts): PluginFacts => {
  const value = around.config?.values.get(id)
  const system = around.systemKeys.has(id)
  const entry = !system && value?._tag === "Entry" ? value : undefined
  const installed = around.byId.get(id) ?? NONE
  const isCertain = installed.length === 1 || around.snapshot.host.traits.duplicatesDecided
  return {
    id,
    runs: isCertain ? installed[0] : undefined,
    key: system ? "system" : value === undefined ? "free" : entry === undefined ? "not_object" : "entry",
    entry,
    installed,
    record: around.records.get(id)
  }
}

/** The union of the ids that the sources know; directories with a broken manifest count by name. */
export const knownIds = (around: SnapshotFacts): ReadonlySet<string> => {
  const ids = new Set<string>()
  for (const [key, value] of around.config?.values ?? []) {
    if (value._tag === "Entry" && !around.systemKeys.has(key)) ids.add(key)
  }
  for (const id of around.byId.keys()) ids.add(id)
  for (const directory of around.broken.keys()) ids.add(directory)
  for (const id of readable(around.snapshot.manager)?.plugins.keys() ?? []) ids.add(id)
  for (const id of around.records.keys()) ids.add(id)
  for (const id of around.snapshot.desired?.state.plugins.keys() ?? []) ids.add(id)
  return ids
}

/**
 * Whether the plugin is marked: under its own id, or under the registry's id of an entry that means it. LEDMatrix marks
 * what it was asked to uninstall, and may have been asked by the registry's id.
 */
export const isMarked = ({ snapshot, uninstalled }: SnapshotFacts, id: string): boolean => {
  if (uninstalled === undefined || uninstalled.marks.size === 0) return false
  const { marks } = uninstalled
  const isAskedFor = (entry: RegistryEntry): boolean => marks.has(entry.id) && namesOf(entry).includes(id)
  return marks.has(id) || snapshot.store.registry?.entries.some(isAskedFor) === true
}

export const isUninstalled = (uninstalled: Uninstalled, id: string): boolean =>
  uninstalled.marks.has(id) || uninstalled.tombstones.has(id)

/** A failure that was remembered, and that the store's view does not count any more. */
const hasEnded = ({ failures }: StoreView, id: string): boolean => {
  const failure = failures.get(id)
  return failure !== undefined && failure.version === undefined
}

/**
 * Whether the store was found not to have the plugin, by an earlier process or by this one; but not where the failure
 * that made it so has ended.
 */
export const isUnrecoverable = ({ snapshot: { store, unrecoverable } }: SnapshotFacts, id: string): boolean =>
  store.unrecoverable.has(id) || (unrecoverable.has(id) && !hasEnded(store, id))
