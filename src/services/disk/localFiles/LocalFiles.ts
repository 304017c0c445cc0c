import { Context, Effect, Layer } from "effect"
import type { LocalFilesFate } from "../../../domain/plugin/LocalFiles.ts"
import type { FileReason } from "../../../domain/errors/FileReason.ts"
import { StoreError } from "../../../domain/errors/StoreError.ts"
import type { NotCarriedOver } from "../../../domain/errors/PlaceReason.ts"
import type { StagedPlugin } from "../../../domain/store/StagedPlugin.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { sweepLeftTemporaries } from "../../files/replacing/leftTemporaries.ts"
import { given } from "../../files/given.ts"
import { ProcessLock } from "../../../ports/ProcessLock.ts"
import { sweepStagings } from "../../store/install/stagingDirectory.ts"
import { Installation } from "../../installation/Installation.ts"
import { type ReplacedDirectory, makeReady, rememberPlaced } from "./carryOver.ts"
import { sweepKept } from "./keptCopies.ts"

/** What a plugin keeps beside its code: carried over when the plugin is replaced, and never swept away. */
export class LocalFiles extends Context.Service<
  LocalFiles,
  {
    /**
     * Makes a staged plugin ready for its place: what it brings is remembered as placed, and the local files of
     * `former`, the directory that stands there, are copied into it. Fails where one of them cannot be.
     */
    readonly makeReady: (
      staged: StagedPlugin,
      former: ReplacedDirectory
    ) => Effect.Effect<LocalFilesFate, StoreError>
    /** Remembers what a staged plugin brings, as placed: nothing stands in its place. */
    readonly remember: (staged: StagedPlugin) => Effect.Effect<void, StoreError>
    /**
     * Removes what earlier runs left: in the plugins directory what a run that is gone had staged, and copies that were
     * kept for undoing; temporary files in every directory in which this program writes. Of each plugin the newest two copies of the last
     * seven days stay, and one that holds the only copy of a local file. The caller holds the root lock.
     */
    readonly sweep: (plugins: string) => Effect.Effect<void>
  }
>()("ledmatrix-reconciler/services/LocalFiles") {
  static readonly layer: Layer.Layer<
    LocalFiles,
    never,
    FileReader | FileWriter | ProcessLock | Installation
  > = Layer.effect(
    LocalFiles,
    Effect.gen(function* () {
      const onFiles = given(yield* Effect.context<FileReader | FileWriter | ProcessLock | Installation>())
      return LocalFiles.of({
        makeReady: onFiles((staged, former) => failingAs(staged.id, makeReady(staged, former))),
        remember: onFiles((staged) => failingAs(staged.id, rememberPlaced(staged))),
        sweep: onFiles((plugins) => Effect.ignore(sweep(plugins)))
      })
    })
  )
}

const sweep = Effect.fn("LocalFiles.sweep")(function* (plugins: string) {
  const names = yield* (yield* FileReader).list(plugins)
  yield* Effect.ignore(sweepKept(plugins, names))
  yield* sweepStagings(plugins, names, true)
  yield* sweepLeftTemporaries(plugins, names)
})

const failingAs = <A, R>(
  plugin: string,
  effect: Effect.Effect<A, FileFault | FileReason | NotCarriedOver, R>
) =>
  Effect.mapError(
    effect,
    (error) =>
      new StoreError({ plugin, reason: error._tag === "FileFault" ? fileFailed(error, plugin) : error })
  )
