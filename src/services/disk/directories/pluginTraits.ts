/** What a plugin's directory says about how it may be replaced. */
import { Effect, Option, Result } from "effect"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { FileReader } from "../../../ports/Files.ts"
import { textIn } from "../../files/reading/textIn.ts"
import { MANIFEST_BYTES_MAX } from "../scan/readManifests.ts"

/** What decides whether and how a plugin's directory may be replaced. */
export interface PluginTraits {
  /** The directory is a link: what it leads to belongs to the owner. */
  readonly symlink: boolean
  /** It has a `.git`. */
  readonly checkout: boolean
  /** It comes with LEDMatrix itself, which updates it. */
  readonly bundled: boolean
  /** Its manifest asks never to be updated. */
  readonly localOnly: boolean
}

export const pluginTraits = Effect.fn("pluginTraits")(function* (directory: string) {
  const reader = yield* FileReader
  const own = yield* reader.lstat(directory)
  const git = yield* reader.lstat(`${directory}/.git`)
  const metadata = yield* objectIn(`${directory}/.plugin_metadata.json`)
  const manifest = yield* objectIn(`${directory}/manifest.json`)
  return {
    symlink: Option.isSome(own) && own.value.kind === "symlink",
    checkout: Option.isSome(git),
    bundled: metadata["install_type"] === "bundled",
    localOnly: manifest["local_only"] === true
  } satisfies PluginTraits
})

/** Empty where there is none, or one that is no JSON. One that cannot be read is a fault: it may ask to be left alone. */
const objectIn = Effect.fnUntraced(function* (path: string) {
  const read = yield* textIn(path, MANIFEST_BYTES_MAX)
  const parsed = typeof read === "string" ? undefined : Result.getOrUndefined(parseJson(read.text))
  return isJsonObject(parsed) ? parsed : {}
})
