/** What lies in a plugin's directory, each file with whether the plugin's own `.gitignore` ignores it. */
import { Effect, Option } from "effect"
import ignore, { type Ignore } from "ignore"
import { join } from "node:path/posix"
import { FileReader, type FileStat } from "../../../ports/Files.ts"
import type { FileFault } from "../../../ports/FileFault.ts"

/** One file, link or special file. */
export interface TreeFile {
  /** Relative to the plugin's directory. */
  readonly path: string
  readonly stat: FileStat
  readonly ignored: boolean
}

/** Of these a plugin loses nothing: git's own files, and what Python makes anew. */
export const isToolFile = (name: string): boolean =>
  name === ".git" || name === "__pycache__" || name.endsWith(".pyc")

/** The rules of one `.gitignore`, and the directory in which they hold. */
interface Rules {
  readonly base: string
  readonly rules: Ignore
}

const RULES_BYTES_MAX = 64 * 1024

/** A pattern with more of them would take a regular expression longer than a run may last. */
const STARS_MAX = 8

const understood = (line: string): boolean => (line.match(/\*+/gu)?.length ?? 0) <= STARS_MAX

/** What one file says, where it is a file that can be read: git does not follow a link either. */
const rulesIn = Effect.fnUntraced(function* (top: string, base: string, name: string) {
  const reader = yield* FileReader
  const path = join(top, base, name)
  const stat = yield* reader.lstat(path)
  if (Option.isNone(stat) || stat.value.kind !== "file") return []
  const [read] = yield* reader.readTexts([path], { bytesMax: RULES_BYTES_MAX })
  if (read?._tag !== "Text") return read === undefined || read.code === "ENOENT" ? [] : yield* read
  const lines = read.text.replace(/^\u{FEFF}/u, "").split(/\r?\n/u)
  return [{ base, rules: ignore({ ignorecase: false }).add(lines.filter(understood)) } satisfies Rules]
})

const within = (base: string, path: string): string => (base === "" ? path : path.slice(base.length + 1))

/** The deepest file that says anything about a path decides, and in it the last line. */
const isIgnored = (all: ReadonlyArray<Rules>, path: string): boolean => {
  for (const { base, rules } of all.toReversed()) {
    const { ignored, unignored } = rules.test(within(base, path))
    if (ignored || unignored) return ignored
  }
  return false
}

/**
 * The rules for what lies in a directory that is not ignored. Where a deeper file has brought the directory back, the rules
 * that ignored it know nothing of that, and would still ignore all that is in it.
 */
const broughtBack = (all: ReadonlyArray<Rules>, directory: string): ReadonlyArray<Rules> =>
  all.map((one) => {
    const path = within(one.base, directory)
    if (!one.rules.test(path).ignored) return one
    const literally = path.replaceAll(/[\\*?[\]!# ]/gu, String.raw`\$&`)
    return { ...one, rules: ignore({ ignorecase: false }).add(one.rules).add(`!/${literally}`) }
  })

/**
 * Everything in `top` but directories, git's own files and Python's caches, sorted by path. A file counts as ignored
 * where the rules in `top` ignore it, or those in one of `alsoBy`, which are other releases of the same plugin.
 */
export const pluginTree = Effect.fn("pluginTree")(function* (
  top: string,
  alsoBy: ReadonlyArray<string> = []
) {
  const reader = yield* FileReader
  const found: Array<TreeFile> = []
  const sources = [top, ...alsoBy]
  const excluded = yield* Effect.forEach(sources, (source) => rulesIn(source, "", ".git/info/exclude"))
  const visit = Effect.fnUntraced(function* (
    directory: string,
    above: ReadonlyArray<ReadonlyArray<Rules>>,
    inIgnored: boolean
  ): Effect.fn.Return<void, FileFault, FileReader> {
    const rules = yield* Effect.forEach(sources, (source, at) =>
      Effect.map(rulesIn(source, directory, ".gitignore"), (here) => [...(above[at] ?? []), ...here])
    )
    for (const name of yield* reader.list(join(top, directory))) {
      if (isToolFile(name)) continue
      const path = join(directory, name)
      const stat = yield* reader.lstat(join(top, path))
      if (Option.isNone(stat)) continue
      const isDirectory = stat.value.kind === "directory"
      const asked = isDirectory ? `${path}/` : path
      const ignored = inIgnored || rules.some((all) => isIgnored(all, asked))
      if (isDirectory)
        yield* visit(path, ignored ? rules : rules.map((all) => broughtBack(all, asked)), ignored)
      else found.push({ path, stat: stat.value, ignored })
    }
  })
  yield* visit("", excluded, false)
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
})
