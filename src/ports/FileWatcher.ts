/**
 * Events that say that something may have changed in a directory. Only hints: a kernel may merge or drop them,
 * so a listener looks for itself, and from time to time also without an event.
 */
import { Context, type Effect, type Scope } from "effect"

/** The directories that are watched. */
export interface Watching {
  /**
   * Watches exactly these directories from now on, each on its own and not what lies below it. One that is not
   * there, or cannot be watched, is tried again by the next call.
   */
  readonly set: (directories: ReadonlySet<string>) => Effect.Effect<WatchChange>
}

/** Which of the wanted directories need a look of your own. */
export interface WatchChange {
  /** Watched only from now on: what changed in them a moment ago was not heard. */
  readonly begun: ReadonlySet<string>
  /** There, but the system watches no more directories: changes in them bring no event. */
  readonly unwatched: ReadonlySet<string>
}

/** Called with a directory and a name in it, or without a name where the system did not say one. */
export type ChangeListener = (directory: string, name: string | undefined) => void

/**
 * Tells that something may have changed in a directory. It is only a hint: the kernel merges and drops
 * notices, so look for yourself, and at intervals without a notice.
 */
export class FileWatcher extends Context.Service<
  FileWatcher,
  {
    /**
     * Calls `heard` with a directory and a name in it, or with nothing where the system did not say. Survives
     * files that are replaced by renaming; a directory that is itself replaced is heard once and has to be
     * set again.
     */
    readonly watch: (heard: ChangeListener) => Effect.Effect<Watching, never, Scope.Scope>
  }
>()("ledmatrix-reconciler/ports/FileWatcher") {}
