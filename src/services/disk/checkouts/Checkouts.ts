import { Context, Effect, Layer } from "effect"
import { OperationRefused } from "../../../domain/Operation.ts"
import { FileReader } from "../../../ports/Files.ts"
import { GitProgram } from "../../../ports/GitProgram.ts"
import { localChanges } from "./localChanges.ts"
import { given } from "../../files/given.ts"

/** Asks git what in a plugin's checkout is its owner's own work. */
export class Checkouts extends Context.Service<
  Checkouts,
  {
    /**
     * Changed and untracked files of the checkout at `path`, and commits that no remote has. Fails
     * where git cannot tell: that is not the same as nothing.
     */
    readonly localChanges: (
      plugin: string,
      path: string
    ) => Effect.Effect<ReadonlyArray<string>, OperationRefused>
  }
>()("ledmatrix-reconciler/services/Checkouts") {
  static readonly layer: Layer.Layer<Checkouts, never, FileReader | GitProgram> = Layer.effect(
    Checkouts,
    Effect.map(Effect.context<FileReader | GitProgram>(), (services) =>
      Checkouts.of({
        localChanges: given(services)((plugin, path) =>
          Effect.mapError(
            localChanges(path),
            (error) =>
              new OperationRefused({
                plugin,
                code: "local_changes_unknown",
                problem: `the checkout of ${plugin} may hold changes of your own: ${error.message}`,
                path,
                hint: "see what `git status` says in that directory"
              })
          )
        )
      })
    )
  )
}
