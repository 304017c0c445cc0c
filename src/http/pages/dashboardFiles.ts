/** The built dashboard, read once: it is small, and the same for as long as the process runs. */
import { Effect, Option } from "effect"
import { extname } from "node:path/posix"
import { FileReader } from "../../ports/Files.ts"
import { HttpSettings } from "../HttpSettings.ts"

/** A file of the dashboard, as it is sent. */
export interface PageFile {
  readonly bytes: Uint8Array
  readonly contentType: string
  readonly etag: string
  /** The same, packed, by the name of the packing. */
  readonly packed: ReadonlyMap<string, Uint8Array>
}

/** By path, such as `/` and `/assets/app.js`. */
export type PageFiles = ReadonlyMap<`/${string}`, PageFile>

const BYTES_MAX = 8 * 1024 * 1024
const DEPTH_MAX = 4

const TYPES: ReadonlyMap<string, string> = new Map([
  [".css", "text/css; charset=utf-8"],
  [".html", "text/html; charset=utf-8"],
  [".ico", "image/x-icon"],
  [".js", "text/javascript; charset=utf-8"],
  [".json", "application/json"],
  [".png", "image/png"],
  [".svg", "image/svg+xml"],
  [".txt", "text/plain; charset=utf-8"],
  [".webmanifest", "application/manifest+json"],
  [".woff2", "font/woff2"]
])

/** The better one first. */
const PACKINGS = [
  ["br", ".br"],
  ["gzip", ".gz"]
] as const

/** Only files that a browser is sent are read. */
const isPage = (name: string): boolean => TYPES.has(extname(name.replace(/\.(?:br|gz)$/u, "")))

const encoder = new TextEncoder()

const PLACEHOLDER = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ledmatrix-reconciler</title>
<h1>ledmatrix-reconciler</h1>
<p>The controller is running. This build has no dashboard.</p>
<p><a href="/docs">The HTTP API</a></p>
</html>
`

const placeholder: PageFile = {
  bytes: encoder.encode(PLACEHOLDER),
  contentType: "text/html; charset=utf-8",
  etag: `"none"`,
  packed: new Map()
}

interface FileBody {
  readonly bytes: Uint8Array
  readonly etag: string
}

/** Every file below the directory, by its path; what cannot be read is not there. */
const tree = (
  files: typeof FileReader.Service,
  directory: string,
  path: string,
  depth: number
): Effect.Effect<ReadonlyArray<readonly [path: string, read: FileBody]>> =>
  Effect.gen(function* () {
    const names = yield* Effect.orElseSucceed(files.list(directory), (): ReadonlyArray<string> => [])
    const found: Array<readonly [string, FileBody]> = []
    for (const name of names.toSorted()) {
      if (name.startsWith(".")) continue
      const place = `${directory}/${name}`
      const content = isPage(name)
        ? yield* Effect.option(files.read(place, { bytesMax: BYTES_MAX }))
        : Option.none()
      if (Option.isSome(content)) {
        const { bytes, stat } = content.value
        const etag = `"${stat.size.toString(36)}-${Math.trunc(stat.modifiedAtMs).toString(36)}"`
        found.push([`${path}/${name}`, { bytes, etag }])
      } else if (depth > 0) found.push(...(yield* tree(files, place, `${path}/${name}`, depth - 1)))
    }
    return found
  })

/** The files of the built dashboard; a placeholder at `/` where the build has none. */
export const dashboardFiles = Effect.gen(function* () {
  const { dashboard } = yield* HttpSettings
  const all = new Map(yield* tree(yield* FileReader, dashboard, "", DEPTH_MAX))
  const pages = new Map<`/${string}`, PageFile>([["/", placeholder]])
  for (const [path, { bytes, etag }] of all) {
    const contentType = TYPES.get(extname(path))
    if (contentType === undefined) continue
    const packed = new Map(
      PACKINGS.flatMap(([name, suffix]) => {
        const content = all.get(path + suffix)
        return content === undefined ? [] : [[name, content.bytes] as const]
      })
    )
    const at = path === "/index.html" ? "/" : (`/${path.slice(1)}` as const)
    pages.set(at, { bytes, contentType, etag, packed })
  }
  return pages satisfies PageFiles
})
