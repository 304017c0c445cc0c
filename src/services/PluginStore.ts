/**
 * The plugin store, in three capabilities: `PluginStore` reads files, `PluginRegistry` uses the network,
 * `PluginInstaller` also writes. The live layers of the last two are in `store/StoreLive.ts`, so that a program that
 * only looks does not carry what they need.
 */
import { Context, Effect, Layer, type Option, type Scope } from "effect"

import type { DiskView } from "../domain/sources/DiskView.ts"
import type { RegistryEntry } from "../domain/store/Registry.ts"
import type { RegistryCopy, RegistryState } from "../domain/store/RegistryCopy.ts"
import type { StagedPlugin } from "../domain/store/StagedPlugin.ts"
import type { StoreError } from "../domain/errors/StoreError.ts"
import type { StoreView } from "../domain/sources/StoreView.ts"
import type { FileReader } from "../ports/Files.ts"
import type { Installation } from "./installation/Installation.ts"
import { registryStateReader } from "./store/registry/registryState.ts"
import { isAvailable, StoreSettings } from "./store/StoreSettings.ts"
import { storeViewer } from "./store/storeView.ts"

/** What files tell of the store. Reads only, and makes no request. */
export class PluginStore extends Context.Service<
  PluginStore,
  {
    /**
     * Marks, tombstones and remembered failures, from files alone. `disk` tells which tombstones ended
     * because the plugin's directory is newer; where it could not be read none ends for that reason.
     */
    readonly view: (disk: DiskView | undefined) => Effect.Effect<StoreView>
    /** State of the registry's copy on this machine, from files; null where there is none. No request is made. */
    readonly registry: Effect.Effect<RegistryState | null>
    /** That copy itself. */
    readonly copy: Effect.Effect<Option.Option<RegistryCopy>>
    /** Whether plugins can be fetched at all: false offline, unless the registry is a local file. */
    readonly available: boolean
  }
>()("ledmatrix-reconciler/services/PluginStore") {
  /** Live, on the files of the installation. */
  static readonly layer: Layer.Layer<PluginStore, never, FileReader | Installation | StoreSettings> =
    Layer.effect(
      PluginStore,
      Effect.gen(function* () {
        const settings = yield* StoreSettings
        const registry = yield* registryStateReader
        return PluginStore.of({
          view: yield* storeViewer,
          registry: registry.state,
          copy: registry.copy,
          available: isAvailable(settings)
        })
      })
    )
}

/** The registry: the store's list of plugins. Uses the network. */
export class PluginRegistry extends Context.Service<
  PluginRegistry,
  {
    /**
     * The registry: at most 15 minutes old, one fetch for any number of concurrent callers; the last good
     * copy, marked stale, where a refresh fails, and no further attempt for 60 seconds then.
     */
    readonly get: Effect.Effect<RegistryCopy, StoreError>
    /** Forgets age and back-off: the next `get` asks afresh. The last good copy stays as the fallback. */
    readonly invalidate: Effect.Effect<void>
    /** The copy at hand, marked stale. No request is made. */
    readonly known: Effect.Effect<Option.Option<RegistryCopy>>
  }
>()("ledmatrix-reconciler/services/PluginRegistry") {}

/** Where a staged plugin goes. */
export interface PluginPlaceChoice {
  readonly directory: string
  /**
   * Whether something may stand there. It is then set aside first, as `keepAs` or else as
   * `<dir>.standalone-backup-<time>`, and put back if the rename fails.
   */
  readonly replacing: boolean
  readonly keepAs?: string
}

/** Fetches plugins and puts them in place. Uses the network, and writes. */
export class PluginInstaller extends Context.Service<
  PluginInstaller,
  {
    /**
     * Downloads and checks the plugin that `name` means, trying each registry candidate; its manifest must
     * have one of the ids that `accepts` gives for the candidate. Holds the plugin's lock, not the root's.
     * The error is permanent only if every candidate's was. When the scope closes, a plugin that was not committed
     * is removed.
     */
    readonly stage: (
      name: string,
      disk: DiskView,
      accepts: (entry: RegistryEntry) => ReadonlyArray<string>,
      /** Exactly this version, or `latest`; without it the store's. */
      version?: string
    ) => Effect.Effect<StagedPlugin, StoreError, Scope.Scope>
    /**
     * Renames a staged plugin to the directory `directory`, which must be free; the caller holds the root
     * lock and has just read the evidence again. With `replacing`, what stands there is first set aside as
     * `<dir>.standalone-backup-<time>`, and put back if the rename fails. Returns the directories it put in
     * place or set aside, as absolute paths.
     */
    readonly commit: (
      staged: StagedPlugin,
      place: PluginPlaceChoice
    ) => Effect.Effect<ReadonlyArray<string>, StoreError>
    /**
     * Remembers across processes that installing `id` failed for good, with a digest of the registry
     * entries it was tried with; not for absence from the registry.
     */
    readonly rememberFailure: (error: StoreError) => Effect.Effect<void, StoreError>
    /** Forgets remembered failures: of one plugin, or all. Nothing remembered writes nothing. */
    readonly forgetFailures: (id: Option.Option<string>) => Effect.Effect<void, StoreError>
  }
>()("ledmatrix-reconciler/services/PluginInstaller") {}
