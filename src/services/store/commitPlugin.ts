/** A staged plugin put in its place by one rename. */
import { Clock, Effect, Option } from "effect"
import { basename, dirname, join } from "node:path/posix"
import { SET_ASIDE_MARK } from "../../domain/DiskView.ts"
import type { StagedPlugin } from "../../domain/StagedPlugin.ts"
import { NameTaken, StoreError } from "../../domain/StoreError.ts"
import { FileFault, FileReader, FileWriter } from "../../ports/Files.ts"
import { freePlace } from "../disk/freePlace.ts"
import { fileFailed } from "../files/fileReason.ts"
import { Installation, shownPath } from "../Installation.ts"
import { compactTime } from "../files/setAside.ts"

/** The plugins directory that holds the staging. */
const pluginsOf = (staged: StagedPlugin): string => dirname(dirname(staged.path))

/** Returns the absolute paths of what was put in place or set aside. The caller holds the root lock. */
export const commitPlugin = Effect.fn("commitPlugin")(
  function* (staged: StagedPlugin, place: { readonly directory: string; readonly replacing: boolean }) {
    const plugins = pluginsOf(staged)
    const target = join(plugins, place.directory)
    if (place.replacing) return yield* Effect.uninterruptible(replace(staged, plugins, target))
    const { root } = yield* Installation
    if (!(yield* freePlace(target))) return yield* new NameTaken({ path: shownPath(root, target) })
    const writer = yield* FileWriter
    yield* Effect.uninterruptible(
      Effect.andThen(writer.rename(staged.path, target), writer.syncDirectory(plugins))
    )
    return [target]
  },
  (self, staged, place) =>
    Effect.mapError(self, (error) => {
      const reason = error instanceof FileFault ? fileFailed(error, place.directory) : error
      return new StoreError({ plugin: staged.id, reason })
    })
)

/** The old directory is kept under a name that LEDMatrix ignores, and is back in its place on any failure. */
const replace = Effect.fnUntraced(function* (staged: StagedPlugin, plugins: string, target: string) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  if (Option.isNone(yield* reader.lstat(target))) {
    yield* writer.rename(staged.path, target)
    yield* writer.syncDirectory(plugins)
    return [target]
  }
  const name = `${basename(target)}${SET_ASIDE_MARK}${compactTime(yield* Clock.currentTimeMillis)}`
  let kept = join(plugins, name)
  for (let n = 2; Option.isSome(yield* reader.lstat(kept)); n++) kept = join(plugins, `${name}-${n}`)
  yield* writer.rename(target, kept)
  yield* writer
    .rename(staged.path, target)
    .pipe(Effect.onError(() => Effect.ignore(writer.rename(kept, target))))
  yield* writer.syncDirectory(plugins)
  return [target, kept]
})
