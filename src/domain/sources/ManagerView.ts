/** What the plugin manager of the embedding runtime knows: discovered manifests, and what it has loaded. */
export interface ManagedPlugin {
  readonly id: string
  /** Its name in the plugins directory, as far as the manager or the disk says. */
  readonly directory: string | undefined
  /** `undefined` where the manager cannot tell. */
  readonly loaded: boolean | undefined
  /** Why the manager could not load it, where it said so. */
  readonly error: string | undefined
}

/** The plugins that the plugin manager knows, by id. */
export interface ManagerView {
  readonly plugins: ReadonlyMap<string, ManagedPlugin>
}
