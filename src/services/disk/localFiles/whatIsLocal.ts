/**
 * Which files in a plugin's directory no release brought: its login, its cache, its owner's work. Pure, but for the
 * comparing of contents.
 */
import { Effect } from "effect"
import { basename, join } from "node:path/posix"
import { digestOfFile, isChanged, type PlacedRelease } from "./placedFiles.ts"
import type { TreeFile } from "./pluginTree.ts"

/** As LEDMatrix knows them (`plugin_local_files.py`). */
const STATE_FILES: ReadonlySet<string> = new Set([
  "token.pickle",
  "token.json",
  "credentials.json",
  "config_secrets.json",
  ".pkce_code_verifier"
])

export const isStateFile = (path: string): boolean =>
  STATE_FILES.has(basename(path)) || path.endsWith(".pickle")

/** Whether a file is the plugin's own by its name, by its rules, or because the remembered install did not place it. */
export const isLocal = ({ ignored, path }: TreeFile, placed: PlacedRelease | undefined): boolean =>
  isStateFile(path) || ignored || (placed !== undefined && !placed.files.has(path))

/** What becomes of the files of a directory that is replaced. */
export interface SortedFiles {
  readonly carried: ReadonlyArray<TreeFile>
  /** No store has them, or it cannot be told: they are in the kept copy alone. */
  readonly left: ReadonlyArray<string>
}

/**
 * `placed` is the remembered release that stands in `former`. Left behind is what may not be carried over: a link, a
 * local file in whose place the new release brings its own, what its owner has changed; and, where nothing is
 * remembered, what the new release does not bring and nothing else is known of.
 */
export const sorted = Effect.fn("sorted")(function* (
  former: string,
  files: ReadonlyArray<TreeFile>,
  placed: PlacedRelease | undefined,
  next: string,
  brought: ReadonlyMap<string, TreeFile>
) {
  const carried: Array<TreeFile> = []
  const left: Array<string> = []
  for (const file of files) {
    const { path, stat } = file
    const instead = brought.get(path)
    const isFile = stat.kind === "file"
    if (instead === undefined) {
      if (isFile && isLocal(file, placed)) carried.push(file)
      else if (!isFile || placed === undefined) left.push(path)
      else if (yield* isOwnersChange(former, file, placed)) left.push(path)
      continue
    }
    if (!isFile) left.push(path)
    else if (placed?.files.has(path) === true) {
      const isOwn = yield* isOwnersChange(former, file, placed)
      if (isOwn && !(yield* hasSameBytes(join(former, path), file, join(next, path), instead)))
        left.push(path)
    } else if (isLocal(file, placed)) {
      if (!(yield* hasSameBytes(join(former, path), file, join(next, path), instead))) left.push(path)
    }
  }
  return { carried, left } satisfies SortedFiles
})

/** Whether a file that an install placed has been changed since. */
export const isOwnersChange = Effect.fnUntraced(function* (
  top: string,
  { path, stat }: TreeFile,
  placed: PlacedRelease
) {
  const was = placed.files.get(path)
  return was !== undefined && (yield* isChanged(was, join(top, path), stat))
})

export const hasSameBytes = Effect.fnUntraced(function* (
  path: string,
  { stat }: TreeFile,
  otherPath: string,
  other: TreeFile
) {
  if (other.stat.kind !== "file" || stat.size !== other.stat.size) return false
  return (yield* digestOfFile(path)) === (yield* digestOfFile(otherPath))
})
