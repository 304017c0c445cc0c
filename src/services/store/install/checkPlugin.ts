/** Whether what was unpacked is a plugin that LEDMatrix would load, and the one that was asked for. */
import { Effect, Result, Stream } from "effect"
import { join } from "node:path/posix"
import { incompatibility } from "../../../domain/store/compatibility.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { BadPlugin } from "../../../domain/errors/FetchReason.ts"
import { editJson } from "../../../json/editing/editJson.ts"
import { JsonEdit } from "../../../json/editing/JsonEdit.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { FileWriter } from "../../../ports/Files.ts"
import { MANIFEST_BYTES_MAX } from "../../disk/scan/readManifests.ts"
import { textIn } from "../../files/reading/textIn.ts"
import { pluginClass } from "./pluginClass.ts"
import { writePluginFile } from "./writePluginFiles.ts"

/** LEDMatrix's own default. */
const ENTRY_POINT = "manager.py"
const SOURCE_BYTES_MAX = 5 * 1024 * 1024

const bad = (problem: string) => new BadPlugin({ code: "bad_manifest", problem })

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined

/**
 * Checks the plugin in `directory`, and completes its manifest where LEDMatrix's installer would: a
 * `class_name` that only the entry file tells, and the default `entry_point`. Returns id and version.
 */
export const checkPlugin = Effect.fn("checkPlugin")(function* (
  directory: string,
  accepts: (id: string) => boolean,
  core: string | undefined
) {
  const path = join(directory, "manifest.json")
  const manifestText = yield* textIn(path, MANIFEST_BYTES_MAX)
  if (manifestText === "absent") return yield* bad("it has no manifest.json")
  if (manifestText === "no text") return yield* bad("its manifest.json is no text, or far too long")
  const parsed = parseJson(manifestText.text)
  if (Result.isFailure(parsed)) return yield* bad(`its manifest.json is ${parsed.failure.message}`)
  const manifest = parsed.success
  if (!isJsonObject(manifest)) return yield* bad("its manifest.json is no object")
  for (const field of ["id", "name", "display_modes"]) {
    if (!Object.hasOwn(manifest, field)) return yield* bad(`its manifest.json has no ${field}`)
  }
  const id = text(manifest["id"])
  if (id === undefined || !isPluginId(id)) return yield* bad("the id in its manifest.json is no plugin id")
  if (!accepts(id)) return yield* new BadPlugin({ code: "wrong_id", problem: `its id is ${id}`, foundId: id })
  const unfit = incompatibility(manifest, core)
  if (unfit !== undefined) return yield* new BadPlugin({ code: "incompatible", problem: unfit })
  yield* complete(directory, path, manifestText.text, manifest)
  return { id, version: text(manifest["version"]) }
})

const complete = Effect.fnUntraced(function* (
  directory: string,
  path: string,
  manifestText: string,
  manifest: { readonly [key: string]: unknown }
) {
  const edits: Array<JsonEdit> = []
  const entryPoint = text(manifest["entry_point"]) ?? ENTRY_POINT
  if (text(manifest["class_name"]) === undefined) {
    const name = yield* classIn(directory, entryPoint)
    if (name === undefined)
      return yield* bad(`its manifest.json has no class_name, and ${entryPoint} has no class`)
    edits.push(JsonEdit.Set({ path: ["class_name"], value: name }))
  }
  if (text(manifest["entry_point"]) === undefined)
    edits.push(JsonEdit.Set({ path: ["entry_point"], value: entryPoint }))
  if (edits.length === 0) return
  const edited = editJson(manifestText, edits)
  if (Result.isFailure(edited)) return yield* bad(edited.failure.message)
  yield* rewrite(path, edited.success)
})

const classIn = Effect.fnUntraced(function* (directory: string, entryPoint: string) {
  // The name comes from the manifest: it must stay inside the plugin.
  if (entryPoint.startsWith("/") || entryPoint.split("/").includes("..")) return undefined
  const source = yield* textIn(join(directory, entryPoint), SOURCE_BYTES_MAX)
  return typeof source === "string" ? undefined : pluginClass(source.text)
})

/** In the staging no other program reads the file, so that it may be removed and made anew. */
const rewrite = Effect.fnUntraced(function* (path: string, content: string) {
  const writer = yield* FileWriter
  yield* writer.removeFile(path)
  yield* writePluginFile(path, Stream.make(new TextEncoder().encode(content)))
})
