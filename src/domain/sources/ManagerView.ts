/** What the plugin manager of the embedding runtime knows: discovered manifests, and what it has loaded. */
import type { Display } from "./Display.ts"

/** Why a plugin could not be loaded, beside the words for it. */
export interface LoadFailure {
  /** The kind of error, as Python names it. */
  readonly type: string | undefined
  /** Seconds since the epoch. */
  readonly at: number | undefined
  /** Whether LEDMatrix tries it again by itself. */
  readonly recoverable: boolean
}

/** A plugin as the manager knows it. The optional facts are those of a display that publishes them. */
export interface ManagedPlugin {
  readonly id: string
  /** Its name in the plugins directory, as far as the manager or the disk says. */
  readonly directory: string | undefined
  /** `undefined` where the manager cannot tell. */
  readonly loaded: boolean | undefined
  /** Why the manager could not load it, where it said so. */
  readonly error: string | undefined
  readonly failure?: LoadFailure
  /** LEDMatrix's word for how it runs: `enabled`, `error`, `unloaded`, … */
  readonly state?: string
  /** The version that runs: another one may be installed by now. */
  readonly version?: string
  /** When it was loaded, seconds since the epoch. */
  readonly loadedAt?: number
}

/** A plugin as LEDMatrix speaks of it, which does not say where it lies. */
export type UnplacedPlugin = Omit<ManagedPlugin, "directory">

/** The plugins that the plugin manager knows, by id. */
export interface ManagerView {
  readonly plugins: ReadonlyMap<string, ManagedPlugin>
  /** Where the manager is LEDMatrix's display: how far what it published can be believed. */
  readonly display?: Display
}
