/** The installed plugins, each with what the other sources say of it. Reads only. */
import { Effect, Result } from "effect"
import { enabledVote } from "../../domain/sources/ConfigView.ts"
import type { BrokenPlugin, InstalledPlugin } from "../../domain/sources/DiskView.ts"
import { byCodePoint } from "../../domain/plugin/PluginId.ts"
import type { PolicyValues } from "../../domain/Policy.ts"
import type { Report } from "../../domain/findings/Report.ts"
import { type ReportedDisplay, reportedDisplay } from "../../domain/sources/Display.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import type { RecordSalvage } from "../../domain/sources/StateRecord.ts"
import type { GitInfo } from "../../domain/plugin/GitInfo.ts"
import type { RegistryState } from "../../domain/store/RegistryCopy.ts"
import { Disk } from "../../services/Disk.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import { Policy } from "../../services/Policy.ts"
import { reportedSourceError, sourceErrors } from "../tell/report.ts"
import { pluginFacts, type SnapshotFacts, snapshotFacts } from "../judge/facts/PluginFacts.ts"
import { type Readers, snapshot } from "./snapshot.ts"

/** `null` is for what is not known: nothing says it, or the source that would could not be read. */
export interface ListedPlugin {
  readonly id: string
  readonly name: string | null
  /** The manifest's. */
  readonly version: string | null
  /** Name of its directory in the plugins directory. */
  readonly directory: string
  /** Whether config has an entry for it. */
  readonly in_config: boolean | null
  /** The entry's `enabled`; as LEDMatrix reads it where the entry does not say. */
  readonly enabled: boolean | null
  /** Its record in the saved state, as far as it can be used. */
  readonly state: {
    readonly status: string | null
    readonly enabled: boolean | null
    readonly version: string | null
  } | null
  /** Whether the plugin manager has it loaded. */
  readonly loaded: boolean | null
  /** Why the plugin manager could not load it, where it says so. */
  readonly load_error: string | null
  /** The version that LEDMatrix's display runs, where that is known. */
  readonly loaded_version: string | null
  /** A copy of it that an interrupted operation set aside. */
  readonly set_aside: string | null
  /** Marked as uninstalled although it is there. */
  readonly uninstalled: boolean | null
  /** What git says of it, where it is a checkout. */
  readonly git: GitInfo | null
}

/** A line of `installed`. */
export interface InstalledLine extends ListedPlugin {
  /** Files that are no longer as this program's install placed them; null for a checkout, and where none is remembered. */
  readonly changed_files: ReadonlyArray<string> | null
}

/** What is installed: the JSON document of `installed`. */
export interface InstalledList {
  readonly plugins: ReadonlyArray<InstalledLine>
  /** Plugin directories whose manifest cannot be used. */
  readonly broken: ReadonlyArray<BrokenPlugin>
  readonly source_errors: Report["source_errors"]
  /** LEDMatrix's display, where that says what is loaded. */
  readonly display: ReportedDisplay | null
  /** What is known of the registry's copy on this machine; null without one. */
  readonly registry: RegistryState | null
}

/**
 * What is installed, sorted by id, as far as it could be read: what could not is in `source_errors`. Never
 * fails, and reads only.
 */
export const installed = Effect.fnUntraced(function* (): Effect.fn.Return<InstalledList, never, Readers> {
  return (yield* installedOn()).list
})

/** The same, with what the plugins directory said. */
export const installedOn = Effect.fn("installed")(function* (): Effect.fn.Return<
  { readonly list: InstalledList; readonly disk: Snapshot["disk"] },
  never,
  Readers
> {
  const seen = yield* snapshot(new Set())
  const disk = yield* Disk
  const checkouts = Result.isSuccess(seen.disk) ? yield* disk.checkouts(seen.disk.success) : new Map()
  const registry = yield* (yield* PluginStore).registry
  const list = installedList(seen, yield* Policy, checkouts)
  const changed = Result.isSuccess(seen.disk)
    ? yield* disk.changedFiles(
        seen.disk.success,
        seen.disk.success.plugins.filter(({ directory }) => !checkouts.has(directory))
      )
    : new Map()
  const plugins = list.plugins.map((plugin) => ({
    ...plugin,
    changed_files: changed.get(plugin.directory) ?? null
  }))
  return { list: { ...list, plugins, registry }, disk: seen.disk }
})

/** Pure: the list that a snapshot supports. */
export const installedList = (
  seen: Snapshot,
  policy: PolicyValues,
  checkouts: ReadonlyMap<string, GitInfo>
): Omit<InstalledList, "plugins" | "registry"> & { readonly plugins: ReadonlyArray<ListedPlugin> } => {
  const around = snapshotFacts(seen, policy)
  const { disk } = around
  const display = from(seen.manager, (view) => view.display)
  const plugins = (disk?.plugins ?? [])
    .map((plugin) => ({
      ...listed(plugin, around),
      git: checkouts.get(plugin.directory) ?? null
    }))
    .toSorted((a, b) => byCodePoint(a.id, b.id) || byCodePoint(a.directory, b.directory))
  return {
    plugins,
    broken: (disk?.broken ?? []).toSorted((a, b) => byCodePoint(a.directory, b.directory)),
    source_errors: sourceErrors(seen).map(reportedSourceError),
    display: display === undefined ? null : reportedDisplay(display)
  }
}

const listed = (plugin: InstalledPlugin, around: SnapshotFacts): Omit<ListedPlugin, "git"> => {
  const { id } = plugin
  const seen = around.snapshot
  const { entry, record } = pluginFacts(id, around)
  const vote = entry && enabledVote(entry.enabled, seen.host.traits)
  return {
    id,
    name: plugin.name ?? null,
    version: plugin.version ?? null,
    directory: plugin.directory,
    in_config: Result.isSuccess(seen.config) ? entry !== undefined : null,
    enabled: vote ?? null,
    state: savedState(record?.salvage),
    loaded: from(seen.manager, (view) => view.plugins.get(id)?.loaded) ?? null,
    load_error: from(seen.manager, (view) => view.plugins.get(id)?.error) ?? null,
    loaded_version: from(seen.manager, (view) => view.plugins.get(id)?.version) ?? null,
    set_aside: from(seen.disk, ({ setAside }) => setAside.get(id)?.directory) ?? null,
    uninstalled:
      from(seen.store.uninstalled, ({ marks }) => marks.has(id) || marks.has(plugin.directory)) ?? null
  }
}

const from = <A, B>(reading: Result.Result<A, unknown>, look: (view: A) => B): B | undefined =>
  Result.isSuccess(reading) ? look(reading.success) : undefined

const savedState = (salvage: RecordSalvage | undefined): ListedPlugin["state"] =>
  salvage === undefined
    ? null
    : {
        status: salvage.status ?? null,
        enabled: salvage.enabled ?? null,
        version: salvage.version ?? null
      }
