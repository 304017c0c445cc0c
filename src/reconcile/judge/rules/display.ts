/**
 * Rules 3 and 4 where LEDMatrix keeps no saved state: settings and files are compared with what its display runs. Only
 * the display can act on it, so none of it is repaired. As LEDMatrix does, of what is configured and installed.
 */
import { Result } from "effect"
import { enabledVote } from "../../../domain/sources/ConfigView.ts"
import type { DisplayStatus } from "../../../domain/sources/Display.ts"
import { type Finding, Fix } from "../../../domain/findings/Finding.ts"
import type { ManagedPlugin } from "../../../domain/sources/ManagerView.ts"
import { versionsDiffer } from "../../../domain/sources/StateRecord.ts"
import type { PluginFacts, SnapshotFacts } from "../facts/PluginFacts.ts"
import { clear, found, skipped, type Verdict } from "./Verdict.ts"

const UNREADABLE = skipped("config or the plugins directory could not be read")
const MANAGER_UNREADABLE = skipped("LEDMatrix could not be asked what its display runs")
const NO_ENTRY = clear("it has no entry")
const NOT_ON_DISK = clear("it is not on disk")
const NO_BOOLEAN = clear("its entry holds no boolean; rule 5 speaks for it")
const AGREED = clear("the display does what config says")

const SILENT: { readonly [status in Exclude<DisplayStatus, "live">]: ReadonlyArray<Verdict> } = {
  stale: clear("LEDMatrix's display says nothing: what it published is stale"),
  stalled: clear("LEDMatrix's display says nothing: it is stalled"),
  stopped: clear("LEDMatrix's display says nothing: it was stopped"),
  unknown: clear("LEDMatrix's display says nothing that is known")
}

type DisplayStatement = { readonly plugin: ManagedPlugin } | { readonly silent: ReadonlyArray<Verdict> }

/** What a live display says of the plugin; one that it does not list is unloaded. */
const displaySays = (id: string, { snapshot: { manager } }: SnapshotFacts): DisplayStatement => {
  if (Result.isFailure(manager)) return { silent: MANAGER_UNREADABLE }
  const { display, plugins } = manager.success
  const status = display?.status ?? "unknown"
  if (status !== "live") return { silent: SILENT[status] }
  const unlisted = { id, directory: undefined, loaded: false, error: undefined, state: "unloaded" }
  return { plugin: plugins.get(id) ?? unlisted }
}

/** Rule 3: whether the display runs what is switched on, and nothing else. */
export const againstDisplay = (
  { entry, id, installed }: PluginFacts,
  around: SnapshotFacts
): ReadonlyArray<Verdict> => {
  if (around.config === undefined || around.disk === undefined) return UNREADABLE
  if (entry === undefined) return NO_ENTRY
  if (installed.length === 0) return NOT_ON_DISK
  const enabled = enabledVote(entry.enabled, around.snapshot.host.traits)
  if (enabled === undefined) return NO_BOOLEAN
  const says = displaySays(id, around)
  if ("silent" in says) return says.silent
  const { error, loaded, state } = says.plugin
  return loaded === undefined || loaded === enabled ? AGREED : [found(mismatch(id, loaded, state, error))]
}

const mismatch = (
  id: string,
  loaded: boolean,
  state: string | undefined,
  error: string | undefined
): Finding => ({
  id,
  type: "plugin_enabled_mismatch",
  reason: loaded ? "still_loaded" : "not_loaded",
  description:
    `Plugin ${id} is ${loaded ? "disabled" : "enabled"} in config but the display has it ` +
    `${loaded ? "loaded" : "not loaded"} (state ${state ?? "None"})${error === undefined ? "" : ` (${error})`}`,
  current: { loaded, state: state ?? null },
  expected: { loaded: !loaded },
  fix: Fix.None()
})

/** Rule 4: the display runs what it loaded, until it starts anew. */
export const olderVersionRuns = (
  { entry, id }: PluginFacts,
  onDisk: string,
  around: SnapshotFacts
): Finding | undefined => {
  if (around.state !== "retired" || entry === undefined) return undefined
  const says = displaySays(id, around)
  if ("silent" in says || says.plugin.loaded !== true) return undefined
  const { version } = says.plugin
  if (version === undefined || !versionsDiffer(version, onDisk)) return undefined
  return {
    id,
    type: "plugin_version_mismatch",
    reason: "older_version_runs",
    description: `Plugin ${id} ${onDisk} is installed but the display is running ${version}; restart the display to run it`,
    current: { version },
    expected: { version: onDisk },
    fix: Fix.None()
  }
}
