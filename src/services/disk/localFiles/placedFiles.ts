/**
 * `data/reconciler/installs/<id>.json`: the files that an install placed, newest install first. A former one stays for
 * a while: an undoing, or a crash, has its files stand again.
 */
import { Effect, Result } from "effect"
import { join } from "node:path/posix"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { FileReader } from "../../../ports/Files.ts"
import { MANIFEST_BYTES_MAX } from "../scan/readManifests.ts"
import { cryptography } from "../../files/cryptography.ts"
import { sha256 } from "../../files/sha256.ts"
import type { TreeFile } from "./pluginTree.ts"

/** One file as it was placed. */
export interface PlacedFile {
  readonly size: number
  readonly modified_ms: number
  readonly sha256: string
}

/** What one install placed, by path. */
export interface PlacedRelease {
  readonly version: string | null
  readonly files: ReadonlyMap<string, PlacedFile>
}

/** Releases that are remembered of one plugin. */
export const RELEASES_MAX = 3

// By hand: `installed` and `explain` read it too (docs/dependencies.md).
const isPlacedFile = (value: unknown): value is PlacedFile =>
  isJsonObject(value) &&
  typeof value["size"] === "number" &&
  typeof value["modified_ms"] === "number" &&
  typeof value["sha256"] === "string"

/** What the text of the file says. A broken part of it costs only itself. */
export const releasesIn = (text: string): ReadonlyArray<PlacedRelease> => {
  const parsed = Result.getOrUndefined(parseJson(text))
  const listed = isJsonObject(parsed) ? parsed["installs"] : undefined
  if (!Array.isArray(listed)) return []
  return listed.flatMap((one: unknown) => {
    if (!isJsonObject(one) || !isJsonObject(one["files"])) return []
    const files = Object.entries(one["files"]).flatMap(([path, file]) =>
      isPlacedFile(file) ? [[path, file] as const] : []
    )
    const version = one["version"]
    return [{ version: typeof version === "string" ? version : null, files: new Map(files) }]
  })
}

export const printReleases = (plugin: string, releases: ReadonlyArray<PlacedRelease>): string =>
  `${JSON.stringify(
    {
      plugin_id: plugin,
      installs: releases
        .slice(0, RELEASES_MAX)
        .map(({ files, version }) => ({ version, files: Object.fromEntries(files) }))
    },
    undefined,
    1
  )}\n`

/** The sha256 of a file, in hex. */
export const digestOfFile = Effect.fnUntraced(function* (path: string) {
  const hash = cryptography().createHash("sha256")
  yield* Effect.scoped(
    Effect.flatMap((yield* FileReader).open(path), ({ feed }) => feed((piece) => hash.update(piece)))
  )
  return hash.digest("hex")
})

const placedFile = Effect.fnUntraced(function* (top: string, { path, stat }: TreeFile) {
  const sha256 = yield* digestOfFile(join(top, path))
  return [path, { size: stat.size, modified_ms: Math.floor(stat.modifiedAtMs), sha256 }] as const
})

/** These files of a directory as what an install placed. */
export const releaseOf = Effect.fnUntraced(function* (
  top: string,
  version: string | undefined,
  files: ReadonlyArray<TreeFile>
) {
  const placed = yield* Effect.forEach(files, (file) => placedFile(top, file))
  return { version: version ?? null, files: new Map(placed) } satisfies PlacedRelease
})

const MANIFEST = "manifest.json"

/**
 * The remembered release that stands in a directory: the one with that very manifest, else with its version; the
 * newest where the manifest cannot be read. `undefined` where another program has put another release there.
 */
export const standingRelease = Effect.fnUntraced(function* (
  releases: ReadonlyArray<PlacedRelease>,
  top: string
) {
  const [newest] = releases
  if (newest === undefined) return undefined
  const [read] = yield* (yield* FileReader).readTexts([join(top, MANIFEST)], {
    bytesMax: MANIFEST_BYTES_MAX
  })
  if (read?._tag !== "Text") return newest
  const digest = sha256(read.text)
  const same = releases.find(({ files }) => files.get(MANIFEST)?.sha256 === digest)
  if (same !== undefined) return same
  const manifest = Result.getOrUndefined(parseJson(read.text))
  if (!isJsonObject(manifest)) return newest
  const version = manifest["version"]
  return releases.find((release) => release.version === version)
})

/** Whether a file is no longer what was placed. Of the same size and time it is, as git judges it too. */
export const isChanged = Effect.fnUntraced(function* (
  placed: PlacedFile,
  path: string,
  { modifiedAtMs, size }: { readonly modifiedAtMs: number; readonly size: number }
) {
  if (size !== placed.size) return true
  if (Math.floor(modifiedAtMs) === placed.modified_ms) return false
  return (yield* digestOfFile(path)) !== placed.sha256
})
