/**
 * An installation as the planner may see it: everything that any rule tells apart, and nothing else. Each
 * fact is a cell that is read when somebody looks; that makes it known what a result did not depend on.
 */
import type { RecordMark } from "../../../../../src/domain/sources/Ledger.ts"
import type { Authority } from "../../../../../src/domain/Policy.ts"
import type { RecordStatus } from "../../../../../src/domain/sources/StateRecord.ts"
import type { DesiredCells } from "./desiredState.ts"
import type { Registry } from "../../../../../src/domain/store/Registry.ts"

export type Cell<A> = () => A

export const always =
  <A>(value: A): Cell<A> =>
  () =>
    value

/** What one plugin's id is found under, in every place that knows ids. */
export interface PluginCells {
  /** What stands under the id in config. */
  readonly key: Cell<"free" | "scalar" | "entry">
  readonly enabled: Cell<boolean | "absent" | "other">
  readonly entryVersion: Cell<string | undefined>
  /** Whether the entry holds anything beside `enabled` and `version`: one setting. */
  readonly settings: Cell<boolean>
  /** The value of that setting. */
  readonly city: Cell<string>
  readonly record: Cell<"none" | "scalar" | "object">
  readonly recorded: Cell<boolean | "bad">
  readonly status: Cell<RecordStatus | "bad">
  /** `undefined` where the record has no such field. */
  readonly recordVersion: Cell<string | null | undefined>
  readonly recordTime: Cell<string | null | undefined>
  readonly counter: Cell<number>
  /** A fault that is none of the fields above: LEDMatrix cannot load the record. */
  readonly fault: Cell<boolean>
  readonly tombstoned: Cell<boolean>
  /** A copy that a crashed operation set aside holds this plugin. */
  readonly copied: Cell<boolean>
  readonly agreed: Cell<boolean | undefined>
  /** It had an entry when this process looked before. */
  readonly lost: Cell<boolean>
  readonly replaced: Cell<ReadonlyArray<RecordMark>>
  /** `ended`: this process learnt it from a failure that is remembered, and holds no longer. */
  readonly unrecoverable: Cell<"no" | "process" | "remembered" | "ended">
  /** The id of what a failed install had downloaded, where that is told. */
  readonly foundId: Cell<string | undefined>
  readonly managed: Cell<boolean>
  /** The version that a live display runs; `undefined` where it has not loaded the plugin. */
  readonly runs: Cell<string | undefined>
  /** Version in the manifest, in any directory; a fetch or a copy brings its own. */
  readonly copyVersion: Cell<string | undefined>
}

/**
 * What stands under a name in the plugins directory; `{plugin}` is a plugin with that id, and `byte_order_mark` one
 * with the directory's name as its id that nothing but such a mark keeps from being read.
 */
export type Content = "free" | "taken" | "broken" | "byte_order_mark" | { readonly plugin: string }

export interface DirectoryCells {
  readonly content: Cell<Content>
  readonly version: Cell<string | undefined>
  /** Whether the name stands in `uninstalled_plugins.json`. */
  readonly marked: Cell<boolean>
}

export interface World {
  readonly nowMs: number
  readonly readable: {
    readonly config: Cell<boolean>
    readonly disk: Cell<boolean>
    readonly manager: Cell<boolean>
    /** Of a LEDMatrix that keeps no saved state: whether its display is live. */
    readonly display: Cell<boolean>
    readonly marks: Cell<boolean>
    /** `retired`: a LEDMatrix that keeps none any more, and may have left the file of an older one behind. */
    readonly state: Cell<"read" | "unparseable" | "unreadable" | "retired">
  }
  readonly authority: Cell<Authority>
  readonly replaceBroken: Cell<boolean>
  readonly storeAvailable: Cell<boolean>
  /** Whether LEDMatrix, where it keeps a saved state, already decides between two directories with one id. */
  readonly decides: Cell<boolean>
  /** Whether the id is listed as a key of LEDMatrix's own; whether its template has settings of that name. */
  readonly isSystemKey: (id: string) => boolean
  readonly isTemplateKey: (id: string) => boolean
  /** The registry's copy at hand, and whether it is fresh. */
  readonly registry: Cell<Registry | undefined>
  readonly registryIsFresh: Cell<boolean>
  readonly configTime: Cell<number>
  readonly ids: ReadonlyArray<string>
  /** Names in the plugins directory; every id is one. */
  readonly names: ReadonlyArray<string>
  readonly plugins: { readonly [id: string]: PluginCells }
  readonly directories: { readonly [name: string]: DirectoryCells }
  /** Findings whose repair was undone, with their evidence. */
  readonly undone: ReadonlyMap<string, string>
  /** What this sign should be; `undefined` where no desired state is given. */
  readonly desired: Cell<DesiredCells | undefined>
  /** What the outside answers when it is asked. */
  readonly answers: Answers
}

/** What becomes of a fetch: a version of the plugin, or why there is none; `refused` is refused for good. */
export type Fetched =
  | { readonly version: string | undefined }
  | { readonly refused: string }
  | "absent"
  | "unreachable"

export interface Answers {
  readonly fetch: (id: string) => Fetched
  /** Whether a copy may be put back now, or LEDMatrix may still be at work on it. */
  readonly putBack: (id: string) => "done" | "busy"
  readonly editConfig: Cell<"done" | "full">
  readonly editState: Cell<"done" | "full">
}

export const pluginOf = (world: World, id: string): PluginCells => {
  const plugin = world.plugins[id]
  if (plugin === undefined) throw new Error(`no plugin ${id} in this world`)
  return plugin
}

export const directoryOf = (world: World, name: string): DirectoryCells => {
  const directory = world.directories[name]
  if (directory === undefined) throw new Error(`no directory ${name} in this world`)
  return directory
}

/** Whether a manifest lies there that cannot be used as it is. */
export const isBroken = (content: Content): boolean => content === "broken" || content === "byte_order_mark"

export const isRetired = ({ readable }: World): boolean => readable.state() === "retired"

/** Of two directories a newer LEDMatrix runs a certain one. */
export const isDecided = (world: World): boolean => isRetired(world) || world.decides()

export const changePlugin = (world: World, id: string, change: Partial<PluginCells>): World => ({
  ...world,
  plugins: { ...world.plugins, [id]: { ...pluginOf(world, id), ...change } }
})

export const changeDirectory = (world: World, name: string, change: Partial<DirectoryCells>): World => ({
  ...world,
  directories: { ...world.directories, [name]: { ...directoryOf(world, name), ...change } }
})

/** What an owner has set. */
export const CITY = "Bern"

/** A plugin that no source knows. */
export const nothing: PluginCells = {
  key: always("free"),
  enabled: always(false),
  entryVersion: always(undefined),
  settings: always(false),
  city: always(CITY),
  record: always("none"),
  recorded: always(false),
  status: always("disabled"),
  recordVersion: always(null),
  recordTime: always(null),
  counter: always(2),
  fault: always(false),
  tombstoned: always(false),
  copied: always(false),
  copyVersion: always(undefined),
  agreed: always(undefined),
  lost: always(false),
  replaced: always([]),
  unrecoverable: always("no"),
  foundId: always(undefined),
  managed: always(false),
  runs: always(undefined)
}
