/** Snapshots from plain data: one valid, empty installation plus what a case is about. */
import { Option, Result } from "effect"
import { hostView } from "../../src/domain/host/HostView.ts"
import { inOrderOfChoice } from "../../src/domain/host/chosenDirectory.ts"
import { configView } from "../../src/domain/sources/ConfigView.ts"
import type { BrokenPlugin, InstalledPlugin, SetAsideCopy } from "../../src/domain/sources/DiskView.ts"
import type { DisplayStatus } from "../../src/domain/sources/Display.ts"
import type { ManagedPlugin } from "../../src/domain/sources/ManagerView.ts"
import { type Agreement, emptyLedger } from "../../src/domain/sources/Ledger.ts"
import { defaultPolicy, type PolicyValues } from "../../src/domain/Policy.ts"
import { FileUnreadable } from "../../src/domain/errors/FileUnreadable.ts"
import { type Source, SourceError } from "../../src/domain/sources/Source.ts"
import { readRegistry } from "../../src/domain/store/Registry.ts"
import type { Snapshot } from "../../src/domain/sources/Snapshot.ts"
import type { InstallFailure } from "../../src/domain/store/InstallFailure.ts"
import { readRecord } from "../../src/domain/sources/StateRecord.ts"

export const NOW = Date.parse("2026-03-01T12:00:00Z")

export interface Model {
  /** LEDMatrix's version. */
  readonly ledmatrix?: string
  readonly templateKeys?: ReadonlyArray<string>
  /** Entries of the registry's copy. */
  readonly registry?: ReadonlyArray<{ readonly id: string; readonly [field: string]: unknown }>
  readonly config?: { readonly [key: string]: unknown }
  readonly configModifiedAtMs?: number
  /** Plugins by directory: the manifest's id where it differs, and its version. */
  readonly disk?: { readonly [directory: string]: { readonly id?: string; readonly version?: string } }
  readonly broken?: ReadonlyArray<string>
  /** Of those, the ones whose manifest begins with a byte-order mark. */
  readonly byteOrderMarks?: ReadonlyArray<string>
  readonly taken?: ReadonlyArray<string>
  readonly setAside?: ReadonlyArray<string>
  /** The name under which those were plugins; their ids, where it is not given. */
  readonly setAsideAs?: string
  readonly state?: { readonly [id: string]: unknown }
  readonly manager?: ReadonlyArray<string>
  /** What LEDMatrix's display published, by plugin. */
  readonly display?: {
    readonly status?: DisplayStatus
    readonly plugins?: { readonly [id: string]: Partial<ManagedPlugin> }
  }
  readonly marks?: ReadonlyArray<string>
  readonly tombstones?: ReadonlyArray<string>
  readonly storeUnrecoverable?: ReadonlyArray<string>
  readonly unrecoverable?: ReadonlyArray<string>
  /** Remembered failures, held or ended. */
  readonly failures?: { readonly [id: string]: InstallFailure }
  readonly registryProvesAbsence?: boolean
  /** As `registryProvesAbsence` where it is not given. */
  readonly registryIsFresh?: boolean
  readonly agreements?: { readonly [id: string]: Agreement }
  readonly lostEntries?: ReadonlyArray<string>
  readonly unreadable?: ReadonlyArray<Source | "uninstalled">
}

const unreadable = (source: Source) =>
  Result.fail(
    new SourceError({ source, path: source, code: "unreadable", error: "cannot be read", transient: true })
  )

/** A record as LEDMatrix writes it. */
export const record = (id: string, enabled: boolean, more: { readonly [field: string]: unknown } = {}) => ({
  plugin_id: id,
  status: enabled ? "enabled" : "disabled",
  enabled,
  version: null,
  installed_at: null,
  last_updated: "2026-02-01T12:00:00",
  config_version: 2,
  metadata: {},
  ...more
})

export const snapshotOf = (model: Model): Snapshot => {
  const missing = new Set(model.unreadable)
  const plugins = Object.entries(model.disk ?? {}).map(
    ([directory, { id = directory, version }]): InstalledPlugin => ({
      id,
      directory,
      named: true,
      name: undefined,
      version
    })
  )
  const broken = (model.broken ?? []).map((directory): BrokenPlugin => ({
    directory,
    problem: "no JSON",
    ...(model.byteOrderMarks?.includes(directory) && { byteOrderMark: true })
  }))
  const setAside = (model.setAside ?? []).map((id): [string, SetAsideCopy] => [
    id,
    {
      id,
      kind: "preinstall",
      directory: `${model.setAsideAs ?? id}.standalone-backup-preinstall`,
      place: model.setAsideAs ?? id
    }
  ])
  const disk = {
    path: "/root/plugin-repos",
    shownPath: "plugin-repos",
    empty: plugins.length + broken.length + setAside.length + (model.taken ?? []).length === 0,
    plugins,
    broken,
    taken: new Set(model.taken),
    setAside: new Map(setAside)
  }
  const managed = (model.manager ?? []).map(
    (id) => [id, { id, directory: id, loaded: true, error: undefined }] as const
  )
  const shown = Object.entries(model.display?.plugins ?? {}).map(
    ([id, plugin]) => [id, { id, directory: id, loaded: true, error: undefined, ...plugin }] as const
  )
  const display = model.display && {
    status: model.display.status ?? "live",
    sinceMs: NOW - 3_600_000,
    publishedAtMs: NOW - 10_000,
    staleAfter: 180,
    heartbeatAge: undefined,
    from: "/var/cache/ledmatrix/plugin_runtime_snapshot.json"
  }
  const records = Object.entries(model.state ?? {}).map(([id, value]) => [id, readRecord(id, value)] as const)
  const host = hostView(model.ledmatrix, new Set(model.templateKeys))
  return {
    host,
    config: missing.has("config")
      ? unreadable("config")
      : Result.succeed(configView(model.config ?? {}, model.configModifiedAtMs ?? NOW - 86_400_000)),
    disk: missing.has("disk") ? unreadable("disk") : Result.succeed(inOrderOfChoice(disk, host.traits)),
    manager: missing.has("manager")
      ? unreadable("manager")
      : Result.succeed({
          plugins: new Map<string, ManagedPlugin>([...managed, ...shown]),
          ...(display && { display })
        }),
    state: host.traits.stateRetired
      ? Option.none()
      : Option.some(
          missing.has("state") ? unreadable("state") : Result.succeed({ records: new Map(records) })
        ),
    store: {
      uninstalled: missing.has("uninstalled")
        ? Result.mapError(unreadable("config"), (error) => new FileUnreadable(error))
        : Result.succeed({ marks: new Set(model.marks), tombstones: new Set(model.tombstones) }),
      unrecoverable: new Set(model.storeUnrecoverable),
      failures: new Map(Object.entries(model.failures ?? {})),
      registry: model.registry && Option.getOrUndefined(readRegistry({ plugins: model.registry })),
      registryIsFresh: model.registryIsFresh ?? model.registryProvesAbsence === true,
      registryProvesAbsence: model.registryProvesAbsence === true
    },
    ledger:
      model.agreements === undefined
        ? emptyLedger
        : { ...emptyLedger, agreements: new Map(Object.entries(model.agreements)) },
    unrecoverable: new Set(model.unrecoverable),
    lostEntries: new Set(model.lostEntries),
    takenAtMs: NOW
  }
}

export const policyOf = (more: Partial<PolicyValues> = {}): PolicyValues => ({ ...defaultPolicy, ...more })
