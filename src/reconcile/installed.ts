/** The installed plugins, each with what the other sources say of it. Reads only. */
import { Effect, Result } from "effect"
import { enabledVote } from "../domain/ConfigView.ts"
import type { BrokenPlugin, InstalledPlugin } from "../domain/DiskView.ts"
import { byCodePoint } from "../domain/PluginId.ts"
import type { Policy } from "../domain/Policy.ts"
import { isSystemKey } from "../domain/Policy.ts"
import type { Report } from "../domain/Report.ts"
import type { Snapshot } from "../domain/Snapshot.ts"
import type { Reading } from "../domain/Source.ts"
import type { Salvage } from "../domain/StateRecord.ts"
import { sourceErrors } from "./report.ts"
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
  /** The entry's `enabled`; true where the entry does not say. */
  readonly enabled: boolean | null
  /** Its record in the saved state, as far as it can be used. */
  readonly state: {
    readonly status: string | null
    readonly enabled: boolean | null
    readonly version: string | null
  } | null
  /** Whether the plugin manager has it loaded. */
  readonly loaded: boolean | null
  /** A copy of it that an interrupted operation set aside. */
  readonly set_aside: string | null
  /** Marked as uninstalled although it is there. */
  readonly uninstalled: boolean | null
}

export interface InstalledList {
  readonly plugins: ReadonlyArray<ListedPlugin>
  /** Plugin directories whose manifest cannot be used. */
  readonly broken: ReadonlyArray<BrokenPlugin>
  readonly source_errors: Report["source_errors"]
}

export const installed = Effect.fn("installed")(function* (
  policy: Policy
): Effect.fn.Return<InstalledList, never, Readers> {
  return installedList(yield* snapshot(new Set()), policy)
})

/** Pure: the list that a snapshot supports. */
export const installedList = (seen: Snapshot, policy: Policy): InstalledList => {
  const disk = Result.isSuccess(seen.disk) ? seen.disk.success : undefined
  const plugins = (disk?.plugins ?? [])
    .map((plugin) => listed(plugin, seen, policy))
    .toSorted((a, b) => byCodePoint(a.id, b.id) || byCodePoint(a.directory, b.directory))
  return {
    plugins,
    broken: (disk?.broken ?? []).toSorted((a, b) => byCodePoint(a.directory, b.directory)),
    source_errors: sourceErrors(seen).map(({ error, path, source }) => ({ source, path, error }))
  }
}

const listed = (plugin: InstalledPlugin, seen: Snapshot, policy: Policy): ListedPlugin => {
  const { id } = plugin
  const entry = from(seen.config, ({ values }) => (isSystemKey(policy, id) ? undefined : values.get(id)))
  const vote = entry?._tag === "Entry" ? enabledVote(entry.enabled) : undefined
  return {
    id,
    name: plugin.name ?? null,
    version: plugin.version ?? null,
    directory: plugin.directory,
    in_config: Result.isSuccess(seen.config) ? entry?._tag === "Entry" : null,
    enabled: vote ?? null,
    state: savedState(from(seen.state, ({ records }) => records.get(id))?.salvage),
    loaded: from(seen.manager, (view) => view.plugins.get(id)?.loaded) ?? null,
    set_aside: from(seen.disk, ({ setAside }) => setAside.get(id)?.directory) ?? null,
    uninstalled:
      from(seen.store.uninstalled, ({ marks }) => marks.has(id) || marks.has(plugin.directory)) ?? null
  }
}

const from = <A, B>(reading: Reading<A>, look: (view: A) => B): B | undefined =>
  Result.isSuccess(reading) ? look(reading.success) : undefined

const savedState = (salvage: Salvage | undefined): ListedPlugin["state"] =>
  salvage === undefined
    ? null
    : {
        status: salvage.status ?? null,
        enabled: salvage.enabled ?? null,
        version: salvage.version ?? null
      }
