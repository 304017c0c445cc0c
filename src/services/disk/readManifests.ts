/** Manifests of many directories at once: what each says, or what is wrong with it. */
import { Duration, Effect, Result } from "effect"
import type { BrokenPlugin, InstalledPlugin } from "../../domain/DiskView.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { parseJson } from "../../json/parseJson.ts"
import { describeCode, type FileReader, type TextRead } from "../../ports/Files.ts"

/** The largest real manifest has 5 KB. */
export const MANIFEST_BYTES_MAX = 1024 * 1024

/** Pauses before a manifest that cannot be read is looked at again: an update may be writing it. */
const PAUSES = [40, 80].map((ms) => Duration.millis(ms))

export type ManifestReading =
  | { readonly _tag: "Plugin"; readonly plugin: InstalledPlugin }
  | { readonly _tag: "Broken"; readonly plugin: BrokenPlugin }

export interface ManifestPlace {
  readonly directory: string
  /** Path of `manifest.json`. */
  readonly path: string
}

const broken = (directory: string, problem: string): ManifestReading => ({
  _tag: "Broken",
  plugin: { directory, problem }
})

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined

/** What the text of a manifest says. Lenient as LEDMatrix is: any object is a manifest. */
export const readManifest = (directory: string, read: TextRead): ManifestReading => {
  if (read._tag === "FileFault") return broken(directory, `it cannot be read: ${describeCode(read.code)}`)
  const parsed = parseJson(read.text)
  if (Result.isFailure(parsed)) return broken(directory, parsed.failure.message)
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

/** Reads all; those that seem broken are read again, together, before they count as broken. */
export const readManifests = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  places: ReadonlyArray<ManifestPlace>
) {
  const readings = new Map<string, ManifestReading>()
  let open = places
  for (const pause of [undefined, ...PAUSES]) {
    if (open.length === 0) break
    if (pause !== undefined) yield* Effect.sleep(pause)
    const texts = yield* files.readTexts(
      open.map((place) => place.path),
      { bytesMax: MANIFEST_BYTES_MAX }
    )
    const again: Array<ManifestPlace> = []
    for (const [index, place] of open.entries()) {
      const read = texts[index]
      if (read === undefined) continue
      const reading = readManifest(place.directory, read)
      readings.set(place.directory, reading)
      if (reading._tag === "Broken") again.push(place)
    }
    open = again
  }
  return readings
})
