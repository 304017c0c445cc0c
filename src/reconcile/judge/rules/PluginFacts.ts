/**
 * A snapshot turned around: what each source says about one plugin, and what every rule needs to know about
 * its surroundings. A source that could not be read is `undefined` here, never empty.
 */
import { Result } from "effect"
import { type ConfigEntry, type ConfigView } from "../../../domain/sources/ConfigView.ts"
import type { BrokenPlugin, DiskView, InstalledPlugin } from "../../../domain/sources/DiskView.ts"
import type { Policy } from "../../../domain/Policy.ts"
import type { Snapshot } from "../../../domain/sources/Snapshot.ts"
import type { RecordReading } from "../../../domain/sources/StateRecord.ts"
import type { StateView } from "../../../domain/sources/StateView.ts"
import type { Uninstalled } from "../../../domain/sources/StoreView.ts"
import { systemKeysOf } from "./systemKeys.ts"

/** What holds the plugin's key in config. */
export type ConfigKey = "free" | "entry" | "not_object" | "system"

export interface PluginFacts {
  readonly id: string
  readonly key: ConfigKey
  readonly entry: ConfigEntry | undefined
  readonly installed: ReadonlyArray<InstalledPlugin>
  readonly record: RecordReading | undefined
}

/** What is the same for every plugin of a pass. */
export interface Surroundings {
  readonly snapshot: Snapshot
  readonly policy: Policy
  readonly config: ConfigView | undefined
  readonly disk: DiskView | undefined
  readonly state: StateView | undefined
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
type OnDisk = Pick<Surroundings, "byId" | "byDirectory" | "broken">

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

export const surroundings = (snapshot: Snapshot, policy: Policy): Surroundings => {
  const disk = readable(snapshot.disk)
  const turnedDisk = disk === undefined ? NO_DISK : onDisk(disk)
  const sources = {
    config: readable(snapshot.config),
    disk,
    state: readable(snapshot.state),
    uninstalled: readable(snapshot.store.uninstalled)
  }
  const systemKeys = systemKeysOf(snapshot, policy, { ...sources, ...turnedDisk })
  return { snapshot, policy, ...sources, systemKeys, ...turnedDisk }
}

const NONE: ReadonlyArray<InstalledPlugin> = []

export const pluginFacts = (id: string, around: Surroundings): PluginFacts => {
  const value = around.config?.values.get(id)
  const system = around.systemKeys.has(id)
  const entry = !system && value?._tag === "Entry" ? value : undefined
  return {
    id,
    key: system ? "system" : value === undefined ? "free" : entry === undefined ? "not_object" : "entry",
    entry,
    installed: around.byId.get(id) ?? NONE,
    record: around.state?.records.get(id)
  }
}

/** The union of the ids that the four sources know; directories with a broken manifest count by name. */
export const knownIds = (around: Surroundings): ReadonlySet<string> => {
  const ids = new Set<string>()
  for (const [key, value] of around.config?.values ?? []) {
    if (value._tag === "Entry" && !around.systemKeys.has(key)) ids.add(key)
  }
  for (const id of around.byId.keys()) ids.add(id)
  for (const directory of around.broken.keys()) ids.add(directory)
  for (const id of readable(around.snapshot.manager)?.plugins.keys() ?? []) ids.add(id)
  for (const id of around.state?.records.keys() ?? []) ids.add(id)
  return ids
}

export const isUninstalled = (uninstalled: Uninstalled, id: string): boolean =>
  uninstalled.marks.has(id) || uninstalled.tombstones.has(id)

/** Whether the store was found not to have the plugin, by this process or an earlier one. */
export const isUnrecoverable = ({ snapshot }: Surroundings, id: string): boolean =>
  snapshot.unrecoverable.has(id) || snapshot.store.unrecoverable.has(id)
