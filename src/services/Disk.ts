/** The plugins directory. */
import { Clock, Context, Effect, Layer, Result } from "effect"
import { dirname } from "node:path/posix"
import type { DiskView, InstalledPlugin } from "../domain/sources/DiskView.ts"
import { nextSeen, nothingSeen, withAsideSince } from "../domain/sources/wentAside.ts"
import type { GitInfo } from "../domain/GitInfo.ts"
import { StoreError } from "../domain/errors/StoreError.ts"
import type { Reading } from "../domain/sources/Source.ts"
import { type FileFault, FileReader, FileWriter } from "../ports/Files.ts"
import { asideName } from "./disk/directories/asideName.ts"
import type { CheckoutReader } from "./disk/checkouts/gitInfo/checkoutReader.ts"
import { isTaken } from "./disk/directories/freePlace.ts"
import { fingerprint } from "./disk/directories/fingerprint.ts"
import { holdsPlugin } from "./disk/directories/holdsPlugin.ts"
import { movePlugin, type ShownPath } from "./disk/directories/movePlugin.ts"
import { pluginsPlace } from "./disk/scan/pluginsPlace.ts"
import { type PluginTraits, pluginTraits } from "./disk/directories/pluginTraits.ts"
import { putBack, setAsideLately } from "./disk/directories/putBack.ts"
import { sameFiles } from "./disk/directories/sameFiles.ts"
import { pluginScanner } from "./disk/scan/scanPlugins.ts"
import { fileFailed } from "./files/fileReason.ts"
import { given } from "./files/given.ts"
import { Installation } from "./installation/Installation.ts"

/** Reads the plugins directory: the source `disk`. */
export class Disk extends Context.Service<
  Disk,
  {
    /**
     * What lies in the directory that `setting` names: `plugin_system.plugins_directory` as it stands in
     * config, `undefined` for the default. A warm scan stats every manifest and re-reads only those whose
     * signature changed; when nothing changed it returns the very same view. Broken manifests are re-read a
     * few times first.
     */
    readonly scan: (setting: unknown) => Effect.Effect<Reading<DiskView>>
    /**
     * What git knows of those directories of the view that are checkouts, by directory. Read from git's own
     * files, without starting it; a warm look is one bulk stat.
     */
    readonly checkouts: (view: DiskView) => Effect.Effect<ReadonlyMap<string, GitInfo>>
    /**
     * Which files of these plugins are no longer as an install of this program placed them, by directory; a plugin of
     * which no install is remembered is not in the answer.
     */
    readonly changedFiles: (
      view: DiskView,
      plugins: ReadonlyArray<InstalledPlugin>
    ) => Effect.Effect<ReadonlyMap<string, ReadonlyArray<string>>>
    /** Ids of those plugins that are bundled or `local_only`: what is said of others does not touch them. */
    readonly kept: (
      view: DiskView,
      plugins: ReadonlyArray<InstalledPlugin>
    ) => Effect.Effect<ReadonlySet<string>>
  }
>()("ledmatrix-reconciler/services/Disk") {
  static readonly layer: Layer.Layer<Disk, never, FileReader | Installation> = Layer.effect(
    Disk,
    Effect.gen(function* () {
      const files = yield* FileReader
      const onFiles = given(yield* Effect.context<FileReader | Installation>())
      const locate = onFiles(pluginsPlace)
      const scanPlace = pluginScanner(files)
      let readCheckouts: CheckoutReader | undefined
      let seen = nothingSeen
      return Disk.of({
        scan: Effect.fn("Disk.scan")(function* (setting: unknown) {
          const place = yield* locate(setting)
          if (Result.isFailure(place)) return Result.fail(place.failure)
          const view = yield* scanPlace(place.success)
          if (Result.isFailure(view)) return view
          seen = nextSeen(seen, view.success, yield* Clock.currentTimeMillis)
          return Result.succeed(withAsideSince(view.success, seen))
        }),
        checkouts: Effect.fn("Disk.checkouts")(function* ({ path, plugins }: DiskView) {
          // Loaded when it is asked for: a check has no use for it.
          const { checkoutReader } = yield* Effect.promise(
            () => import("./disk/checkouts/gitInfo/checkoutReader.ts")
          )
          readCheckouts ??= checkoutReader(files)
          const found = yield* readCheckouts(plugins.map(({ directory }) => `${path}/${directory}`))
          return new Map([...found].map(([place, info]) => [place.slice(path.length + 1), info]))
        }),
        changedFiles: (view, plugins) =>
          Effect.flatMap(
            Effect.promise(() => import("./disk/localFiles/changedSince.ts")),
            ({ changedSince }) => onFiles(changedSince)(view, plugins)
          ),
        kept: (view, plugins) =>
          plugins.length === 0
            ? Effect.succeed(new Set())
            : Effect.flatMap(
                Effect.promise(() => import("./disk/directories/keptPlugins.ts")),
                ({ keptPlugins }) => onFiles(keptPlugins)(view, plugins)
              )
      })
    })
  )
}

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
        putBack: onFiles(putBack),
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
