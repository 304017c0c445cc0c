/** Manifests of many directories at once: what each says, or what is wrong with it. */
import { Duration, Effect, Result } from "effect"
import type { BrokenPlugin, InstalledPlugin } from "../../../domain/sources/DiskView.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { type FileReader, type FileStat, type TextRead } from "../../../ports/Files.ts"

/** The largest real manifest has 5 KB. */
export const MANIFEST_BYTES_MAX = 1024 * 1024

/** Manifests whose texts are held at once: short-lived texts cost the memory's housekeeping little. */
const SLICE = 128

/** Pauses before a manifest that cannot be read is looked at again: an update may be writing it. */
const PAUSES = [40, 80].map((ms) => Duration.millis(ms))

export type ManifestReading =
  | { readonly _tag: "Plugin"; readonly plugin: InstalledPlugin }
  | { readonly _tag: "Broken"; readonly plugin: BrokenPlugin }

/** What a manifest says, and the stat of the file that said it. */
export interface ReadManifest {
  readonly reading: ManifestReading
  readonly stat: FileStat | undefined
}

export interface ManifestPlace {
  readonly directory: string
  /** Path of `manifest.json`. */
  readonly path: string
}

const broken = (directory: string, problem: string, byteOrderMark = false): ManifestReading => ({
  _tag: "Broken",
  plugin: { directory, problem, ...(byteOrderMark ? { byteOrderMark } : {}) }
})

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined

/** What the text of a manifest says. Lenient as LEDMatrix is: any object is a manifest. */
export const readManifest = (directory: string, read: TextRead): ManifestReading => {
  if (read._tag === "FileFault") return broken(directory, `it cannot be read: ${read.meaning}`)
  const parsed = parseJson(read.text)
  if (Result.isFailure(parsed)) {
    const { message, problem } = parsed.failure
    return broken(directory, message, problem === "byte_order_mark")
  }
  const manifest = parsed.success
  if (!isJsonObject(manifest)) return broken(directory, "its top level is no object")
  const own = (field: string): string | undefined =>
    Object.hasOwn(manifest, field) ? text(manifest[field]) : undefined
  const id = own("id")
  return {
    _tag: "Plugin",
    plugin: {
      id: id ?? directory,
      directory,
      named: id !== undefined,
      name: own("name"),
      version: own("version")
    }
  }
}

/** Nothing is there: the directory is no plugin, or the name no directory. */
const isMissing = (read: TextRead): boolean =>
  read._tag === "FileFault" && (read.code === "ENOENT" || read.code === "ENOTDIR")

/** A moment may cure a text that is being written, or a busy disk; not a permission. */
const mayMend = (read: TextRead): boolean =>
  read._tag === "Text" || read.transient || read.code === "NOT_UTF8"

/**
 * Reads all; those that seem broken are read again, together, before they count as broken. A directory
 * without a manifest is not in the answer.
 */
export const readManifests = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  places: ReadonlyArray<ManifestPlace>
) {
  const manifests = new Map<string, ReadManifest>()
  let open = places
  for (const pause of [undefined, ...PAUSES]) {
    if (open.length === 0) break
    if (pause !== undefined) yield* Effect.sleep(pause)
    const again: Array<ManifestPlace> = []
    for (let from = 0; from < open.length; from += SLICE) {
      const slice = open.slice(from, from + SLICE)
      const texts = yield* files.readTexts(
        slice.map((place) => place.path),
        { bytesMax: MANIFEST_BYTES_MAX }
      )
      for (let at = 0; at < slice.length; at++) {
        const place = slice[at]
        const read = texts[at]
        if (place === undefined || read === undefined) continue
        if (isMissing(read)) {
          manifests.delete(place.directory)
          continue
        }
        const reading = readManifest(place.directory, read)
        manifests.set(place.directory, { reading, stat: read._tag === "Text" ? read.stat : undefined })
        if (reading._tag === "Broken" && mayMend(read)) again.push(place)
      }
    }
    open = again
  }
  return manifests
})
