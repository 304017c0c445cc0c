/** Whether what stands at a path may be moved as a plugin. */
import { Effect, Option } from "effect"
import { FileReader } from "../../../ports/Files.ts"
import { MANIFEST_BYTES_MAX, readManifest } from "../scan/readManifests.ts"

/**
 * A directory with a manifest, or a link, whose manifest names no other plugin. One that cannot be read is the plugin's
 * as far as can be told. A plain file and a directory of something else stay where they are.
 */
export const holdsPlugin = Effect.fn("holdsPlugin")(function* (path: string, plugin: string) {
  const reader = yield* FileReader
  const stat = yield* reader.lstat(path)
  if (Option.isNone(stat)) return false
  const manifest = `${path}/manifest.json`
  const isLink = stat.value.kind === "symlink"
  if (!isLink && (stat.value.kind !== "directory" || Option.isNone(yield* reader.lstat(manifest))))
    return false
  const [read] = yield* reader.readTexts([manifest], { bytesMax: MANIFEST_BYTES_MAX })
  const reading = read && readManifest("", read)
  return reading?._tag !== "Plugin" || !reading.plugin.named || reading.plugin.id === plugin
})
