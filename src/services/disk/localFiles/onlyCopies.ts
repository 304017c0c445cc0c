/** Whether a kept copy of a plugin holds a file that is nowhere else and that no store has. */
import { Effect, Option, Result } from "effect"
import { join } from "node:path/posix"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { FileReader } from "../../../ports/Files.ts"
import { MANIFEST_BYTES_MAX } from "../scan/readManifests.ts"
import { rememberedReleases } from "./installMemory.ts"
import { hasSameBytes, isLocal, isOwnersChange } from "./whatIsLocal.ts"
import { isChanged, type PlacedRelease, standingRelease } from "./placedFiles.ts"
import { pluginTree, type TreeFile } from "./pluginTree.ts"

/** A directory, the files in it, and the remembered release that stands there. */
interface ReleaseDirectory {
  readonly path: string
  readonly files: ReadonlyMap<string, TreeFile>
  readonly placed: PlacedRelease | undefined
}

/**
 * `directory` is the plugin's, beside which the copy `name` lies, and `others` are copies that stay. What cannot be read
 * counts as an only copy.
 */
export const holdsOnlyCopies = Effect.fn("holdsOnlyCopies")(
  function* (plugins: string, name: string, directory: string, others: ReadonlyArray<string>) {
    const stat = yield* (yield* FileReader).lstat(join(plugins, name))
    if (Option.isNone(stat) || stat.value.kind !== "directory") return false
    const releases = yield* rememberedReleases(yield* idIn(join(plugins, name), directory))
    const place = join(plugins, directory)
    const copy = yield* placeAt(join(plugins, name), releases, [place])
    const now = yield* placeAt(place, releases)
    const elsewhere = yield* Effect.forEach(others, (other) => placeAt(join(plugins, other), releases))
    for (const file of copy.files.values()) {
      if (file.stat.kind !== "file" || !(yield* noStoreHas(copy, file, now))) continue
      if (yield* hasSuccessor(copy, file, now)) continue
      const isThere = yield* Effect.findFirst(elsewhere, (other) => isIn(copy, file, other))
      if (Option.isNone(isThere)) return true
    }
    return false
  },
  (self) => Effect.orElseSucceed(self, () => true)
)

/** The id in the manifest; where that cannot be read, the name of the directory. */
const idIn = Effect.fnUntraced(function* (path: string, directory: string) {
  const [read] = yield* (yield* FileReader).readTexts([join(path, "manifest.json")], {
    bytesMax: MANIFEST_BYTES_MAX
  })
  const manifest = read?._tag === "Text" ? Result.getOrUndefined(parseJson(read.text)) : undefined
  const id = isJsonObject(manifest) ? manifest["id"] : undefined
  return typeof id === "string" && isPluginId(id) ? id : directory
})

const placeAt = Effect.fnUntraced(function* (
  path: string,
  releases: ReadonlyArray<PlacedRelease>,
  alsoBy: ReadonlyArray<string> = []
) {
  const stat = yield* (yield* FileReader).stat(path)
  const isThere = Option.isSome(stat) && stat.value.kind === "directory"
  const files = isThere ? yield* pluginTree(path, alsoBy) : []
  return {
    path,
    files: new Map(files.map((file) => [file.path, file])),
    placed: isThere ? yield* standingRelease(releases, path) : undefined
  } satisfies ReleaseDirectory
})

/** Of a release that is not remembered it is not known what it brought: what its successor has not may be its owner's. */
const noStoreHas = Effect.fnUntraced(function* (
  { path, placed }: ReleaseDirectory,
  file: TreeFile,
  now: ReleaseDirectory
) {
  if (placed?.files.has(file.path) === true) return yield* isOwnersChange(path, file, placed)
  return isLocal(file, placed) || (placed === undefined && now.files.size > 0 && !now.files.has(file.path))
})

/** A file that stands in the plugin's directory and that no release brought is what the kept one has become. */
const hasSuccessor = Effect.fnUntraced(function* (
  copy: ReleaseDirectory,
  file: TreeFile,
  now: ReleaseDirectory
) {
  const there = now.files.get(file.path)
  if (there === undefined) return false
  const was = now.placed?.files.get(file.path)
  if (was === undefined || (yield* isChanged(was, join(now.path, file.path), there.stat))) return true
  return yield* isIn(copy, file, now)
})

const isIn = Effect.fnUntraced(function* (copy: ReleaseDirectory, file: TreeFile, other: ReleaseDirectory) {
  const there = other.files.get(file.path)
  return (
    there !== undefined &&
    (yield* hasSameBytes(join(copy.path, file.path), file, join(other.path, file.path), there))
  )
})
