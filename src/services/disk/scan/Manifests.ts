import { Context, Effect, Layer, Result } from "effect"
import type { DiskView, InstalledPlugin } from "../../../domain/sources/DiskView.ts"
import { type ManifestDetails, manifestDetails, noDetails } from "../../../domain/store/ManifestDetails.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { FileReader } from "../../../ports/Files.ts"
import { MANIFEST_BYTES_MAX } from "./readManifests.ts"

/** Texts that are held at once. */
const SLICE = 64

/**
 * Reads what manifests tell people beside id and version. A manifest is read again only where a scan has read
 * it anew.
 */
export class Manifests extends Context.Service<
  Manifests,
  {
    /** By directory. A manifest that has gone since the scan is left out. */
    readonly details: (view: DiskView) => Effect.Effect<ReadonlyMap<string, ManifestDetails>>
  }
>()("ledmatrix-reconciler/services/Manifests") {
  static readonly layer: Layer.Layer<Manifests, never, FileReader> = Layer.effect(
    Manifests,
    Effect.gen(function* () {
      const files = yield* FileReader
      // A scan gives the same object while the file's signature is the same.
      const known = new WeakMap<InstalledPlugin, ManifestDetails>()

      const learn = Effect.fnUntraced(function* (path: string, plugins: ReadonlyArray<InstalledPlugin>) {
        const texts = yield* files.readTexts(
          plugins.map(({ directory }) => `${path}/${directory}/manifest.json`),
          { bytesMax: MANIFEST_BYTES_MAX }
        )
        for (const [at, plugin] of plugins.entries()) {
          const read = texts[at]
          const parsed = read?._tag === "Text" ? parseJson(read.text) : undefined
          if (parsed !== undefined && Result.isSuccess(parsed))
            known.set(plugin, manifestDetails(parsed.success))
        }
      })

      const details = Effect.fn("Manifests.details")(function* ({ path, plugins }: DiskView) {
        const unknown = plugins.filter((plugin) => !known.has(plugin))
        for (let from = 0; from < unknown.length; from += SLICE)
          yield* learn(path, unknown.slice(from, from + SLICE))
        return new Map(plugins.map((plugin) => [plugin.directory, known.get(plugin) ?? noDetails]))
      })
      return Manifests.of({ details })
    })
  )
}
