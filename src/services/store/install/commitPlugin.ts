/** Puts a staged plugin in its place by one rename. */
import { Effect, Option, Result } from "effect"
import { basename, join } from "node:path/posix"
import type { StagedPlugin } from "../../../domain/store/StagedPlugin.ts"
import { StoreError } from "../../../domain/errors/StoreError.ts"
import { NameTaken, OperationInProgress } from "../../../domain/errors/PlaceReason.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { FileFault } from "../../../ports/FileFault.ts"
import { asideName } from "../../disk/directories/asideName.ts"
import { freePlace } from "../../disk/directories/freePlace.ts"
import { MANIFEST_BYTES_MAX } from "../../disk/scan/readManifests.ts"
import { fileFailed } from "../../files/fileReason.ts"
import { Installation, shownPath } from "../../installation/Installation.ts"
import type { PluginPlaceChoice } from "../../PluginStore.ts"

/** Returns the absolute paths of what was put in place or set aside. The caller holds the root lock. */
export const commitPlugin = Effect.fn("commitPlugin")(
  function* (staged: StagedPlugin, place: PluginPlaceChoice) {
    const { plugins } = staged
    const target = join(plugins, place.directory)
    if (place.replacing) return yield* replace(staged, plugins, target, place.keepAs)
    const { root } = yield* Installation
    if (!(yield* freePlace(target))) return yield* new NameTaken({ path: shownPath(root, target) })
    yield* put(staged, plugins, target).pipe(
      // Another program put something there since the look before.
      Effect.catchIf(
        (error) => error._tag === "FileFault" && TAKEN.has(error.code),
        () => Effect.fail(new NameTaken({ path: shownPath(root, target) }))
      )
    )
    return [target]
  },
  (self, staged, place) =>
    Effect.mapError(self, (error) => {
      const reason = error instanceof FileFault ? fileFailed(error, place.directory) : error
      return new StoreError({ plugin: staged.id, reason })
    })
)

/** How a rename fails where the name is not free. */
const TAKEN: ReadonlySet<string> = new Set(["EEXIST", "ENOTEMPTY", "ENOTDIR", "EISDIR"])

/** Renames, syncs the directory, and reads what stands there. Where one of these fails the plugin is taken out again. */
const put = Effect.fnUntraced(function* (staged: StagedPlugin, plugins: string, target: string) {
  const writer = yield* FileWriter
  yield* writer.rename(staged.path, target)
  yield* Effect.andThen(writer.syncDirectory(plugins), verify(staged, target)).pipe(
    Effect.tapError((error) =>
      // What another program has put there since stays.
      error._tag === "FileFault" ? Effect.ignore(writer.rename(target, staged.path)) : Effect.void
    )
  )
}, Effect.uninterruptible)

/** Installed means that a manifest with this very id stands in place, not that a rename went well. */
const verify = Effect.fnUntraced(function* (staged: StagedPlugin, target: string) {
  const reader = yield* FileReader
  const [read] = yield* reader.readTexts([join(target, "manifest.json")], { bytesMax: MANIFEST_BYTES_MAX })
  if (read?._tag === "FileFault" && read.transient) return yield* read
  const parsed = read?._tag === "Text" ? Result.getOrUndefined(parseJson(read.text)) : undefined
  if (isJsonObject(parsed) && parsed["id"] === staged.id) return
  return yield* new OperationInProgress({
    plugin: staged.id,
    problem: "it was put in place, and is another by now"
  })
})

/** The old directory is kept under a name that LEDMatrix ignores, and is back in its place on any failure. */
const replace = Effect.fnUntraced(function* (
  staged: StagedPlugin,
  plugins: string,
  target: string,
  keepAs: string | undefined
) {
  const reader = yield* FileReader
  const writer = yield* FileWriter
  if (Option.isNone(yield* reader.lstat(target))) {
    yield* put(staged, plugins, target)
    return [target]
  }
  const kept = join(plugins, keepAs ?? (yield* asideName(plugins, basename(target))))
  yield* writer.rename(target, kept)
  // Synced, so that the old directory is back even if the journal's intention, which recovery works from, is lost.
  const back = Effect.andThen(writer.rename(kept, target), writer.syncDirectory(plugins))
  yield* put(staged, plugins, target).pipe(Effect.onError(() => Effect.ignore(back)))
  return [target, kept]
}, Effect.uninterruptible)
