/**
 * A whole installation in memory, for specs: the live services on an in-memory disk, so that what a spec sees
 * is what users get, and a store that is a table.
 */
import { Duration, Effect, Layer } from "effect"
import { defaultPolicy, type PolicyValues } from "../domain/Policy.ts"
import type { FileReader, FileWriter } from "../ports/Files.ts"
import { Config } from "../services/Config.ts"
import { ConfigWriter } from "../services/writing/ConfigWriter.ts"
import { Disk } from "../services/Disk.ts"
import { DiskWriter } from "../services/writing/DiskWriter.ts"
import { Host, HostSettings } from "../services/installation/Host.ts"
import { Installation } from "../services/installation/Installation.ts"
import { Checkouts } from "../services/disk/checkouts/Checkouts.ts"
import { Ledger } from "../services/ownFiles/Ledger.ts"
import { LedgerWriter } from "../services/writing/LedgerWriter.ts"
import { PluginStore } from "../services/PluginStore.ts"
import { Policy } from "../services/Policy.ts"
import { RootLock } from "../services/installation/RootLock.ts"
import { StateStore } from "../services/StateStore.ts"
import { StateWriter } from "../services/writing/StateWriter.ts"
import { StoreSettings } from "../services/store/StoreSettings.ts"
import { MemoryFiles } from "./MemoryFiles.ts"
import { MemoryLock } from "./MemoryLock.ts"
import { MemoryStore, type Offer } from "./MemoryStore.ts"
import { readingServices } from "../services/readingServices.ts"
import { writingServices } from "../services/writing/writingServices.ts"

/** Root of every installation in memory. */
export const MEMORY_ROOT = "/ledmatrix"

/** What an installation in memory begins with. */
export interface MemoryInstallationOptions {
  /** Texts by path relative to the root. */
  readonly files?: { readonly [path: string]: string }
  /** What the store has, by registry id. */
  readonly offers?: { readonly [registryId: string]: Offer }
  /** LEDMatrix's version; without it, what a `src/__init__.py` among the files says, else an old one. */
  readonly ledmatrixVersion?: string
  /** What the operator decides; `defaultPolicy` where it is not given. */
  readonly policy?: PolicyValues
  /** Changes of the owner's own, by directory of a git checkout. */
  readonly localChanges?: { readonly [directory: string]: ReadonlyArray<string> }
}

/** Files of an installation in memory by absolute path, which is what `MemoryFiles.layer` takes. */
export const memoryPaths = (files: {
  readonly [path: string]: string
}): { readonly [path: string]: string } =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${MEMORY_ROOT}/${path}`, text]))

/** What a process finds beside its files. */
const surroundings = (version?: string) =>
  Layer.mergeAll(
    MemoryLock.layer,
    Layer.succeed(Installation, Installation.at(MEMORY_ROOT)),
    Layer.succeed(StoreSettings, StoreSettings.defaults),
    Layer.succeed(HostSettings, version === undefined ? {} : { version })
  )

const inMemory = (files: { readonly [path: string]: string }, version?: string) =>
  Layer.merge(MemoryFiles.layer(memoryPaths(files)), surroundings(version))

/** `Config` and `ConfigWriter` on a `config/config.json` in memory. */
export const ConfigMemory = {
  layer: (config: string) =>
    Layer.merge(Config.layer, ConfigWriter.layer).pipe(
      Layer.provideMerge(inMemory({ "config/config.json": config }))
    )
}

/** `Disk` and `DiskWriter` on plugin directories in memory; paths as in `plugin-repos/clock/manifest.json`. */
export const DiskMemory = {
  layer: (files: { readonly [path: string]: string }) =>
    Layer.merge(Disk.layer, DiskWriter.layer).pipe(Layer.provideMerge(inMemory(files)))
}

/**
 * `StateStore` and `StateWriter` on a `data/plugin_state.json` in memory; without a text there is no file. Of a LEDMatrix
 * from 3.8.0 on there is no saved state, whether there is a file or not.
 */
export const StateStoreMemory = {
  layer: (state?: string, ledmatrixVersion?: string) =>
    Layer.merge(StateStore.layer, StateWriter.layer).pipe(
      Layer.provideMerge(
        inMemory(state === undefined ? {} : { "data/plugin_state.json": state }, ledmatrixVersion)
      )
    )
}

/** `Host` in memory: a LEDMatrix of that version, or of one that cannot be told. */
export const HostMemory = {
  layer: (ledmatrixVersion?: string) => Host.layer.pipe(Layer.provideMerge(inMemory({}, ledmatrixVersion)))
}

/** `Ledger` and `LedgerWriter` in memory. */
export const LedgerMemory = {
  layer: () => Layer.merge(Ledger.layer, LedgerWriter.layer).pipe(Layer.provideMerge(inMemory({})))
}

/** `PluginStore`, `PluginRegistry` and `PluginInstaller` in memory. */
export const PluginStoreMemory = {
  layer: (
    offers: { readonly [registryId: string]: Offer } = {},
    files: { readonly [path: string]: string } = {}
  ) => Layer.merge(PluginStore.layer, MemoryStore.layer(offers)).pipe(Layer.provideMerge(inMemory(files)))
}

/** What another process on the same files is given. */
export type ProcessOptions = Pick<
  MemoryInstallationOptions,
  "offers" | "localChanges" | "ledmatrixVersion" | "policy"
>

/** Every service of a run, and the control of files and store. */
export const MemoryInstallation = {
  layer: ({ files = {}, ...options }: MemoryInstallationOptions = {}) =>
    everyService(options).pipe(Layer.provideMerge(inMemory(files, options.ledmatrixVersion))),
  /**
   * The same on files that are there already: another process on the same installation. It knows nothing of
   * what the first one has in memory, and locks that one holds are as free as after its death.
   */
  another: (options: ProcessOptions = {}) =>
    everyService(options).pipe(Layer.provideMerge(surroundings(options.ledmatrixVersion))),
  /** The same on a layer of files of your own. */
  on: <P>(files: Layer.Layer<P | FileReader | FileWriter>, options: ProcessOptions = {}) =>
    everyService(options).pipe(Layer.provideMerge(Layer.merge(files, surroundings(options.ledmatrixVersion))))
}

const everyService = ({ localChanges = {}, offers = {}, policy = defaultPolicy }: ProcessOptions) =>
  Layer.mergeAll(
    readingServices,
    writingServices,
    Layer.succeed(Policy, policy),
    Layer.succeed(Checkouts, {
      localChanges: (_plugin, path) =>
        Effect.succeed(localChanges[path.slice(path.lastIndexOf("/") + 1)] ?? [])
    }),
    RootLock.layer({ timeout: Duration.seconds(1) }),
    MemoryStore.layer(offers)
  )
