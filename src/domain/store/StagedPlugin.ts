/** A plugin downloaded, checked and lying in the plugins directory under our own prefix. */
import type { RegistryEntry } from "./Registry.ts"

/** A plugin that is ready to be renamed into its place. */
export interface StagedPlugin {
  /** The id of its manifest. */
  readonly id: string
  readonly entry: RegistryEntry
  /** Absolute path of the plugins directory that it is made ready for. */
  readonly plugins: string
  /** Absolute path that leads to the directory to be renamed into place until the scope of its making closes. */
  readonly path: string
  readonly version: string | undefined
}
