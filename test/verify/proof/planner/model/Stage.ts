/**
 * The snapshot that reading a world gives. Its parts ask the world only when a rule looks at them; what they
 * say is what the readers make of the same JSON, which `model.test.ts` holds against the readers themselves.
 */
import { Option, Result } from "effect"
import type {
  ConfigEntry,
  ConfigView,
  EntryEnabled,
  NotAnEntry
} from "../../../../../src/domain/sources/ConfigView.ts"
import type { DiskView, InstalledPlugin, SetAsideCopy } from "../../../../../src/domain/sources/DiskView.ts"
import type { Agreement } from "../../../../../src/domain/sources/Ledger.ts"
import type { PolicyValues } from "../../../../../src/domain/Policy.ts"
import type { Display, DisplayStatus } from "../../../../../src/domain/sources/Display.ts"
import type { ManagedPlugin } from "../../../../../src/domain/sources/ManagerView.ts"
import { nothingSeen } from "../../../../../src/domain/sources/SeenPlugins.ts"
import type { Snapshot } from "../../../../../src/domain/sources/Snapshot.ts"
import { FileUnreadable } from "../../../../../src/domain/errors/FileUnreadable.ts"
import { type Source, SourceError } from "../../../../../src/domain/sources/Source.ts"
import { readRecord, type RecordReading, STATUSES } from "../../../../../src/domain/sources/StateRecord.ts"
import { inOrderOfChoice } from "../../../../../src/domain/host/chosenDirectory.ts"
import type { HostView } from "../../../../../src/domain/host/HostView.ts"
import type { InstallFailure } from "../../../../../src/domain/store/InstallFailure.ts"
import { AskedMap, AskedSet } from "./asked.ts"
import { desiredViewOf } from "./desiredState.ts"
import { coreJson, OTHER_ENABLED, recordJson, SCALAR_RECORD } from "./json.ts"
import {
  type Cell,
  directoryOf,
  isDecided,
  isRetired,
  type PluginCells,
  pluginOf,
  type World
} from "./World.ts"

/** What an install failed of, and how long from now that holds. */
export const FAILURE = "its archive is no archive"
export const HELD_MS = 3_600_000

const ENABLED: { readonly [enabled: string]: EntryEnabled } = {
  true: { _tag: "Boolean", value: true },
  false: { _tag: "Boolean", value: false },
  absent: { _tag: "Absent" },
  other: { _tag: "NotBoolean", value: OTHER_ENABLED }
}

const entryOf = (plugin: Cell<PluginCells>): ConfigEntry => ({
  _tag: "Entry",
  get enabled() {
    return ENABLED[String(plugin().enabled())] as EntryEnabled
  },
  get version() {
    return plugin().entryVersion()
  },
  get settings() {
    return plugin().settings() ? ["city"] : []
  },
  get bare() {
    const { enabled, entryVersion, settings } = plugin()
    return enabled() === false && entryVersion() === undefined && !settings()
  }
})

const faultsById = new Map<string, Map<number, ReadonlyArray<string>>>()

/** As the reader tells them, who is asked once about each combination. */
const faultsOf = (id: string, plugin: PluginCells): ReadonlyArray<string> => {
  const enabled = plugin.recorded()
  const status = plugin.status()
  const combination =
    (enabled === "bad" ? 2 : Number(enabled)) +
    3 * (status === "bad" ? STATUSES.length : STATUSES.indexOf(status)) +
    (plugin.fault() ? 100 : 0)
  const known = faultsById.get(id) ?? new Map<number, ReadonlyArray<string>>()
  faultsById.set(id, known)
  const faults = known.get(combination) ?? readRecord(id, coreJson(id, plugin)).faults
  known.set(combination, faults)
  return faults
}

const recordOf = (id: string, plugin: Cell<PluginCells>): RecordReading => ({
  salvage: {
    get enabled() {
      const enabled = plugin().recorded()
      return enabled === "bad" ? undefined : enabled
    },
    get status() {
      const status = plugin().status()
      return status === "bad" ? undefined : status
    },
    get version() {
      return plugin().recordVersion()
    },
    installedAt: null,
    get lastUpdated() {
      return plugin().recordTime()
    },
    get configVersion() {
      return plugin().counter()
    }
  },
  get faults() {
    return faultsOf(id, plugin())
  },
  get value() {
    return recordJson(id, plugin())
  }
})

const agreementOf = (plugin: Cell<PluginCells>): Agreement =>
  ({
    get enabled() {
      return plugin().agreed()
    },
    get replaced() {
      const replaced = plugin().replaced()
      return replaced.length === 0 ? undefined : replaced
    }
  }) as Agreement

const unreadable = (source: Source, path: string, code = "unreadable") =>
  Result.fail(new SourceError({ source, path, code, error: "cannot be read", transient: true }))

const UNREADABLE = {
  config: unreadable("config", "config/config.json"),
  marks: Result.mapError(
    unreadable("config", "config/uninstalled_plugins.json"),
    (error) => new FileUnreadable(error)
  ),
  disk: unreadable("disk", "plugin-repos"),
  // Config says where the plugins are.
  unknownDisk: unreadable("disk", "config/config.json"),
  manager: unreadable("manager", "plugin-repos"),
  state: Option.some(unreadable("state", "data/plugin_state.json")),
  unparseable: Option.some(unreadable("state", "data/plugin_state.json", "not_json"))
}

const NOT_AN_ENTRY: NotAnEntry = { _tag: "NotAnEntry" }

/** The same view for the same description: so the rules' own caches do their work here too. */
const remembering = <A>() => {
  const made = new Map<string, A>()
  return (description: string, make: () => A): A => {
    const before = made.get(description)
    if (before !== undefined) return before
    const now = make()
    made.set(description, now)
    return now
  }
}

const configOf = (world: Cell<World>): Cell<Snapshot["config"]> => {
  const { ids } = world()
  const remember = remembering<Snapshot["config"]>()
  const entries = new Map(ids.map((id) => [id, entryOf(() => pluginOf(world(), id))]))
  const valueAt = (id: string, key: string): ConfigEntry | NotAnEntry | undefined =>
    key === "entry" ? entries.get(id) : key === "scalar" ? NOT_AN_ENTRY : undefined
  const view = (keys: ReadonlyArray<string>): ConfigView => ({
    values: mapped(ids, (id, at) => valueAt(id, keys[at] ?? "free")),
    pluginsDirectory: undefined,
    get modifiedAtMs() {
      return world().configTime()
    }
  })
  return () => {
    if (!world().readable.config()) return UNREADABLE.config
    const keys = ids.map((id) => pluginOf(world(), id).key())
    return remember(keys.join(), () => Result.succeed(view(keys)))
  }
}

const diskOf = (world: Cell<World>): Cell<Snapshot["disk"]> => {
  const { ids, names } = world()
  const remember = remembering<Snapshot["disk"]>()
  const isCopied = (id: string): boolean => pluginOf(world(), id).copied()
  const copyOf = (id: string): SetAsideCopy | undefined =>
    isCopied(id)
      ? { id, kind: "preinstall", directory: `${id}.standalone-backup-preinstall`, place: id }
      : undefined
  const installed = (id: string, directory: string): InstalledPlugin => ({
    id,
    directory,
    named: true,
    name: undefined,
    get version() {
      return directoryOf(world(), directory).version()
    }
  })
  const view = (contents: ReadonlyArray<string>): DiskView => {
    const having = (content: string) => names.filter((_, at) => contents[at] === content)
    const broken = (directory: string) => ({ directory, problem: "no JSON" })
    return {
      path: "/root/plugin-repos",
      shownPath: "plugin-repos",
      empty: false,
      plugins: names.flatMap((name, at) => {
        const content = contents[at] ?? "free"
        return content.startsWith("=") ? [installed(content.slice(1), name)] : []
      }),
      broken: [
        ...having("broken").map(broken),
        ...having("byte_order_mark").map((directory) => ({ ...broken(directory), byteOrderMark: true }))
      ],
      taken: new Set(having("taken")),
      setAside: new AskedMap(ids, copyOf, isCopied)
    }
  }
  return () => {
    const { config, disk } = world().readable
    if (!disk()) return config() ? UNREADABLE.disk : UNREADABLE.unknownDisk
    const contents = names.map((name) => {
      const content = directoryOf(world(), name).content()
      return typeof content === "string" ? content : `=${content.plugin}`
    })
    const plugins = contents.filter((content) => content.startsWith("="))
    const seen = remember(contents.join(), () => Result.succeed(view(contents)))
    // Which of two LEDMatrix runs is asked only where there are two.
    return new Set(plugins).size === plugins.length
      ? seen
      : Result.map(seen, (disk) => inOrderOfChoice(disk, hostOf(world).traits))
  }
}

const stateOf = (world: Cell<World>): Cell<Snapshot["state"]> => {
  const { ids } = world()
  const remember = remembering<Snapshot["state"]>()
  const records = new Map(ids.map((id) => [id, recordOf(id, () => pluginOf(world(), id))]))
  const recordAt = (id: string, kind: string): RecordReading | undefined =>
    kind === "object" ? records.get(id) : kind === "scalar" ? readRecord(id, SCALAR_RECORD) : undefined
  return () => {
    const readable = world().readable.state()
    if (readable === "retired") return Option.none()
    if (readable !== "read") return readable === "unreadable" ? UNREADABLE.state : UNREADABLE.unparseable
    const kinds = ids.map((id) => pluginOf(world(), id).record())
    return remember(kinds.join(), () =>
      Option.some(Result.succeed({ records: mapped(ids, (id, at) => recordAt(id, kinds[at] ?? "none")) }))
    )
  }
}

const displayThatIs = (status: DisplayStatus): Display => ({
  status,
  sinceMs: undefined,
  publishedAtMs: undefined,
  staleAfter: undefined,
  heartbeatAge: undefined,
  from: undefined
})

const STOPPED: Snapshot["manager"] = Result.succeed({ display: displayThatIs("stopped"), plugins: new Map() })

const runBy = (id: string, version: string | undefined): ManagedPlugin | undefined =>
  version === undefined ? undefined : { id, directory: undefined, loaded: true, error: undefined, version }

const managerOf = (world: Cell<World>): Cell<Snapshot["manager"]> => {
  const { ids } = world()
  const remember = remembering<Snapshot["manager"]>()
  return () => {
    const { readable } = world()
    if (!readable.manager()) return UNREADABLE.manager
    if (readable.state() === "retired") {
      if (!readable.display()) return STOPPED
      const runs = ids.map((id) => pluginOf(world(), id).runs())
      return remember(JSON.stringify(runs), () =>
        Result.succeed({
          display: displayThatIs("live"),
          plugins: mapped(ids, (id, at) => runBy(id, runs[at]))
        })
      )
    }
    const managed = ids.filter((id) => pluginOf(world(), id).managed())
    const plugins = () => mapped(managed, (id) => ({ id, directory: id, loaded: true, error: undefined }))
    return remember(managed.join(), () => Result.succeed({ plugins: plugins() }))
  }
}

/** What differs from one LEDMatrix to another is asked for one by one. */
const hostOf = (world: Cell<World>): HostView => ({
  version: undefined,
  traits: {
    get stateRetired() {
      return isRetired(world())
    },
    get absentEnabled() {
      return !isRetired(world())
    },
    get duplicatesDecided() {
      return isDecided(world())
    },
    errorCategories: true
  },
  templateKeys: new AskedSet(world().ids, (id) => world().isTemplateKey(id))
})

const failureOf = (world: Cell<World>, plugin: Cell<PluginCells>): InstallFailure =>
  ({
    code: "bad_archive",
    message: FAILURE,
    get failedAtMs() {
      return world().nowMs - HELD_MS
    },
    get heldUntilMs() {
      return world().nowMs + (plugin().unrecoverable() === "remembered" ? HELD_MS : -HELD_MS)
    },
    get foundId() {
      return plugin().foundId()
    }
  }) as InstallFailure

const mapped = <A>(ids: ReadonlyArray<string>, value: (id: string, at: number) => A | undefined) =>
  new Map(
    ids.flatMap((id, at) => {
      const one = value(id, at)
      return one === undefined ? [] : [[id, one] as const]
    })
  )

/**
 * What reading gives, and what the owner decided, of the world that is on stage. The views are made once and
 * remember no answer: what was taken from them while one world stood there tells of the next one afterwards.
 */
export class Stage {
  #world: World
  readonly snapshot: Snapshot
  readonly policy: PolicyValues

  constructor(world: World) {
    this.#world = world
    const { ids, names } = world
    const now: Cell<World> = () => this.#world
    const plugin = (id: string): PluginCells => pluginOf(now(), id)
    const config = configOf(now)
    const disk = diskOf(now)
    const manager = managerOf(now)
    const state = stateOf(now)
    const desired = desiredViewOf(now)
    const uninstalled = Result.succeed({
      marks: new AskedSet(names, (name) => directoryOf(now(), name).marked()),
      tombstones: new AskedSet(ids, (id) => plugin(id).tombstoned())
    })
    const agreements = new Map(ids.map((id) => [id, agreementOf(() => plugin(id))]))
    const remembers = (id: string): boolean =>
      plugin(id).agreed() !== undefined || plugin(id).replaced().length > 0
    const failures = new Map(ids.map((id) => [id, failureOf(now, () => plugin(id))]))
    const isFailed = (id: string): boolean => ["remembered", "ended"].includes(plugin(id).unrecoverable())
    this.snapshot = {
      host: hostOf(now),
      get config() {
        return config()
      },
      get disk() {
        return disk()
      },
      get manager() {
        return manager()
      },
      get state() {
        return state()
      },
      store: {
        get uninstalled() {
          return now().readable.marks() ? uninstalled : UNREADABLE.marks
        },
        unrecoverable: new AskedSet(ids, (id) => plugin(id).unrecoverable() === "remembered"),
        failures: new AskedMap(ids, (id) => (isFailed(id) ? failures.get(id) : undefined), isFailed),
        get registry() {
          return now().registry()
        },
        get registryIsFresh() {
          return now().registryIsFresh()
        },
        get registryProvesAbsence() {
          return now().registryIsFresh()
        }
      },
      ledger: {
        agreements: new AskedMap(ids, (id) => agreements.get(id), remembers),
        get undone() {
          return now().undone
        },
        seen: nothingSeen
      },
      unrecoverable: new AskedSet(ids, (id) => ["process", "ended"].includes(plugin(id).unrecoverable())),
      lostEntries: new AskedSet(ids, (id) => plugin(id).lost()),
      get desired() {
        return desired()
      },
      get takenAtMs() {
        return now().nowMs
      }
    }
    this.policy = {
      get authority() {
        return now().authority()
      },
      systemKeys: new AskedSet(ids, (id) => now().isSystemKey(id)),
      get replaceBroken() {
        return now().replaceBroken()
      },
      get storeAvailable() {
        return now().storeAvailable()
      }
    }
  }

  show(world: World): void {
    this.#world = world
  }

  /** Works with a world on stage, and puts back the one that stood there. */
  during<A>(world: World, work: (stage: Stage) => A): A {
    const before = this.#world
    this.#world = world
    try {
      return work(this)
    } finally {
      this.#world = before
    }
  }
}
