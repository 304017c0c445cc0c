/** A plugin downloaded, checked and lying in the plugins directory under our own prefix. */
import type { RegistryEntry } from "./Registry.ts"

/** A plugin that is ready to be renamed into its place. */
export interface StagedPlugin {
  /** The id of its manifest. */
  readonly id: string
  readonly entry: RegistryEntry
  /** Absolute path of the directory to be renamed into place. */
  readonly path: string
  /** Another path of it, for what is created in it: it leads there also where somebody puts a link in the way. */
  readonly held: string
  readonly version: string | undefined
}
