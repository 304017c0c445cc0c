import { Context, Effect, Layer, Ref } from "effect"
import { type ChangeListener, FileWatcher } from "../ports/FileWatcher.ts"

/** A `FileWatcher` that tells of changes when `touch` is called. */
export class MemoryWatcher extends Context.Service<
  MemoryWatcher,
  {
    /** Something may have changed under this name; heard by every watcher of the directory. */
    readonly touch: (directory: string, name: string | undefined) => Effect.Effect<void>
    readonly watched: Effect.Effect<ReadonlySet<string>>
  }
>()("ledmatrix-reconciler/testing/MemoryWatcher") {
  static readonly layer: Layer.Layer<MemoryWatcher | FileWatcher> = Layer.effectContext(
    Effect.gen(function* () {
      const watched = yield* Ref.make<ReadonlySet<string>>(new Set())
      const listeners = new Set<ChangeListener>()
      return Context.make(MemoryWatcher, {
        touch: (directory, name) =>
          Effect.map(Ref.get(watched), (directories) => {
            if (directories.has(directory)) for (const heard of listeners) heard(directory, name)
          }),
        watched: Ref.get(watched)
      }).pipe(
        Context.add(FileWatcher, {
          watch: (heard) =>
            Effect.acquireRelease(
              Effect.sync(() => listeners.add(heard)),
              () => Effect.sync(() => listeners.delete(heard))
            ).pipe(
              Effect.as({
                set: (directories) =>
                  Effect.map(Ref.getAndSet(watched, directories), (before) => ({
                    begun: new Set([...directories].filter((directory) => !before.has(directory))),
                    unwatched: new Set<string>()
                  }))
              })
            )
        })
      )
    })
  )
}
