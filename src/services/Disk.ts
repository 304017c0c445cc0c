/** The plugins directory. */
import { Clock, Context, Effect, Layer, Result } from "effect"
import type { DiskView, InstalledPlugin } from "../domain/sources/DiskView.ts"
import { nextSeenDirectories, noDirectorySeen, withAsideSince } from "../domain/sources/wentAside.ts"
import type { GitInfo } from "../domain/plugin/GitInfo.ts"
import type { Reading } from "../domain/sources/Source.ts"
import { FileReader } from "../ports/Files.ts"
import type { CheckoutReader } from "./disk/checkouts/gitInfo/checkoutReader.ts"
import { pluginsPlace } from "./disk/scan/pluginsPlace.ts"
import { pluginScanner } from "./disk/scan/scanPlugins.ts"
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
    /** Ids of those plugins that are bundled or `local_only`: no store gives them back. */
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
      let seen = noDirectorySeen
      return Disk.of({
        scan: Effect.fn("Disk.scan")(function* (setting: unknown) {
          const place = yield* locate(setting)
          if (Result.isFailure(place)) return Result.fail(place.failure)
          const view = yield* scanPlace(place.success)
          if (Result.isFailure(view)) return view
          seen = nextSeenDirectories(seen, view.success, yield* Clock.currentTimeMillis)
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
