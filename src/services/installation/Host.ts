import { Clock, Context, Duration, Effect, Layer, Option, Result } from "effect"
import { join } from "node:path/posix"
import { type HostView, hostView, templateKeys } from "../../domain/host/HostView.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { FileReader, type FileStat, type FileGlance } from "../../ports/Files.ts"
import { jsonFileReader } from "../files/reading/jsonFileReader.ts"
import { remembered } from "../files/reading/remembered.ts"
import { sameSignature, tellsChanges } from "../files/reading/Signature.ts"
import { Installation } from "./Installation.ts"

/** What a person says of the LEDMatrix beside this program, in place of what its files say. */
export interface HostSaid {
  /** Its version; by default what its own source says. */
  readonly version?: string
  /** Its cache directory; by default the first of its own places that is there. */
  readonly cache?: string
}

/**
 * Where LEDMatrix may have its cache, in the order in which it tries. By default its places that are the same for every
 * user; a program knows its user's.
 */
export const CachePlaces: Context.Reference<ReadonlyArray<string>> = Context.Reference<ReadonlyArray<string>>(
  "ledmatrix-reconciler/services/CachePlaces",
  {
    defaultValue: () => ["/var/cache/ledmatrix", "/opt/ledmatrix/cache", "/tmp/ledmatrix_cache"]
  }
)

/** By default nothing is said. */
export const HostSettings: Context.Reference<HostSaid> = Context.Reference<HostSaid>(
  "ledmatrix-reconciler/services/HostSettings",
  { defaultValue: () => ({}) }
)

/** Says what LEDMatrix this is. Other services and the rules ask here, and compare no versions. */
export class Host extends Context.Service<
  Host,
  {
    /**
     * The LEDMatrix as it is now: an update may change it under a running program. Never fails: what cannot be told is
     * the oldest LEDMatrix. Its files are read again only when they changed.
     */
    readonly read: Effect.Effect<HostView>
    /** LEDMatrix's cache directory: none where there is none here. */
    readonly cache: Effect.Effect<Option.Option<string>>
  }
>()("ledmatrix-reconciler/services/Host") {
  static readonly layer: Layer.Layer<Host, never, FileReader | Installation> = Layer.effect(
    Host,
    Effect.gen(function* () {
      const files = yield* FileReader
      const { root } = yield* Installation
      const settings = yield* HostSettings
      const places = yield* CachePlaces
      const template = jsonFileReader(files, {
        path: join(root, "config/config.template.json"),
        shown: "config/config.template.json",
        wrongShape: "its top level is no object",
        view: objectKeys,
        whenMissing: templateKeys([])
      })
      const version = versionReader(files, join(root, "src/__init__.py"))
      const view = remembered(hostView)
      return Host.of({
        read: Effect.gen(function* () {
          const keys = Result.getOrElse(yield* template, () => templateKeys([]))
          return view(settings.version ?? (yield* version), keys)
        }),
        cache:
          settings.cache === undefined
            ? Effect.map(files.statAll(places), (stats) =>
                Option.fromUndefinedOr(places.find((_, at) => isDirectory(stats[at])))
              )
            : Effect.succeedSome(settings.cache)
      })
    })
  )
}

const isDirectory = (glance: FileGlance | undefined): boolean =>
  glance?._tag === "FileStat" && glance.kind === "directory"

const objectKeys = (parsed: unknown) =>
  isJsonObject(parsed)
    ? templateKeys(Object.keys(parsed).filter((key) => isJsonObject(parsed[key])))
    : undefined

const SOURCE_BYTES_MAX = 1024 * 1024

/** An update of LEDMatrix replaces the file: for a moment it is not there, or not whole. */
const PAUSES = [50, 150].map((ms) => Duration.millis(ms))

/** The version that LEDMatrix's source says; a file without one is believed only after a while where it had one. */
const versionReader = (files: typeof FileReader.Service, path: string): Effect.Effect<string | undefined> => {
  let known: { readonly stat: FileStat | undefined; readonly version: string } | undefined

  const readOnce = Effect.gen(function* () {
    const readAtMs = yield* Clock.currentTimeMillis
    const [read] = yield* files.readTexts([path], { bytesMax: SOURCE_BYTES_MAX })
    if (read?._tag !== "Text") return undefined
    const version = /^\ufeff?__version__\s*(?::\s*\w+\s*)?=\s*["']([^"']+)["']/mu.exec(read.text)?.[1]
    if (version === undefined) return undefined
    known = { version, stat: tellsChanges(read.stat, readAtMs) ? read.stat : undefined }
    return version
  })

  return Effect.gen(function* () {
    const stat = yield* Effect.orElseSucceed(files.stat(path), Option.none)
    if (known?.stat !== undefined && Option.isSome(stat) && sameSignature(known.stat, stat.value))
      return known.version
    if (known === undefined && Option.isNone(stat)) return undefined
    let version = yield* readOnce
    if (known === undefined) return version
    for (const pause of PAUSES) {
      if (version !== undefined) return version
      yield* Effect.sleep(pause)
      version = yield* readOnce
    }
    known = version === undefined ? undefined : known
    return version
  })
}
