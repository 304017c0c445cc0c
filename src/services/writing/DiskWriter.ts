import { Context, Effect, Layer } from "effect"
import { dirname } from "node:path/posix"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { StoreError } from "../../domain/errors/StoreError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import type { FileFault } from "../../ports/FileFault.ts"
import { asideName } from "../disk/directories/asideName.ts"
import { isTaken } from "../disk/directories/freePlace.ts"
import { fingerprint } from "../disk/directories/fingerprint.ts"
import { holdsPlugin } from "../disk/directories/holdsPlugin.ts"
import { movePlugin, type ShownPath } from "../disk/directories/movePlugin.ts"
import { type PluginTraits, pluginTraits } from "../disk/directories/pluginTraits.ts"
import { putCopyBack, setAsideLately } from "../disk/directories/putCopyBack.ts"
import { sameFiles } from "../disk/directories/sameFiles.ts"
import { fileFailed } from "../files/fileReason.ts"
import { given } from "../files/given.ts"

/** Moves, compares and removes plugin directories. The caller holds the root lock. */
export class DiskWriter extends Context.Service<
  DiskWriter,
  {
    /**
     * Renames a set-aside copy of a plugin back to its place. Fails with `OperationInProgress` where the copy or its place
     * changed in the last ten minutes, and with `NameTaken` where the place is not free.
     */
    readonly putBack: (plugin: string, from: ShownPath, to: ShownPath) => Effect.Effect<void, StoreError>
    /** Whether a set-aside copy or its place changed in the last ten minutes: LEDMatrix may still be at work on it. */
    readonly setAsideLately: (copy: string, place: string) => Effect.Effect<boolean, StoreError>
    /**
     * Renames a plugin's directory within the plugins directory, onto a name that must be free; a symlink is
     * moved itself.
     */
    readonly move: (plugin: string, from: ShownPath, to: ShownPath) => Effect.Effect<void, StoreError>
    /** A free name for a plugin's directory that is set aside for good: `<directory>.standalone-backup-<time>`. */
    readonly asideName: (view: DiskView, directory: string) => Effect.Effect<string, StoreError>
    /** Whether anything stands at a path: a link to nothing does, an empty place for a plugin does not. */
    readonly exists: (path: string) => Effect.Effect<boolean, StoreError>
    /** Whether a plugin's directory, or a link, stands at a path, and no other plugin's. */
    readonly holds: (path: string, plugin: string) => Effect.Effect<boolean, StoreError>
    /**
     * Makes a rename or removal at a path durable (fsync of the parent directory): another program may have made
     * it, and LEDMatrix syncs nothing.
     */
    readonly makeDurable: (path: string) => Effect.Effect<void, StoreError>
    /** A text that differs once a file of the plugin has been changed. Python's caches do not count. */
    readonly fingerprint: (path: string) => Effect.Effect<string, StoreError>
    /** Whether two plugin directories hold the same published files, byte for byte. */
    readonly same: (a: string, b: string) => Effect.Effect<boolean>
    /** What the directory of a plugin says about how it may be replaced. */
    readonly traits: (path: string) => Effect.Effect<PluginTraits, StoreError>
    /** Removes a path that is not needed any more. If it cannot be removed, it stays. */
    readonly discard: (path: string) => Effect.Effect<void>
  }
>()("ledmatrix-reconciler/services/DiskWriter") {
  static readonly layer: Layer.Layer<DiskWriter, never, FileReader | FileWriter> = Layer.effect(
    DiskWriter,
    Effect.gen(function* () {
      const writer = yield* FileWriter
      const onFiles = given(yield* Effect.context<FileReader | FileWriter>())
      return DiskWriter.of({
        putBack: onFiles(putCopyBack),
        setAsideLately: onFiles((copy, place) => failingAs(copy, setAsideLately(copy, place))),
        move: onFiles(movePlugin),
        asideName: onFiles((view, directory) => failingAs(view.shownPath, asideName(view.path, directory))),
        exists: onFiles((path) => failingAs(path, isTaken(path))),
        holds: onFiles((path, plugin) => failingAs(path, holdsPlugin(path, plugin))),
        makeDurable: (path) =>
          failingAs(
            path,
            Effect.catchIf(
              writer.syncDirectory(dirname(path)),
              ({ code }) => code === "ENOENT",
              () => Effect.void
            )
          ),
        fingerprint: onFiles((path) => failingAs(path, fingerprint(path))),
        same: onFiles(sameFiles),
        traits: onFiles((path) => failingAs(path, pluginTraits(path))),
        discard: (path) => Effect.ignore(writer.removeTree(path))
      })
    })
  )
}

/** Of a directory alone it is not known which plugin it holds. */
const failingAs = <A, R>(shown: string, effect: Effect.Effect<A, FileFault, R>) =>
  Effect.mapError(effect, (fault) => new StoreError({ plugin: "", reason: fileFailed(fault, shown) }))
