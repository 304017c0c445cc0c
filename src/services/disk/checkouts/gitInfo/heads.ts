/** HEAD of many directories at once: where each keeps its git files, and what it has checked out. */
import { Effect, Option } from "effect"
import { dirname, resolve } from "node:path/posix"
import type { FileReader } from "../../../../ports/Files.ts"
import { firstLine, FilesSeen, type ReadGitFiles } from "./gitFiles.ts"
import { type HeadText, headOf } from "./gitTexts.ts"

export interface Head {
  readonly directory: string
  /** HEAD, and the refs of this worktree alone. */
  readonly own: string
  /** Branches, packed refs, objects and config, shared by all worktrees. */
  readonly common: string
  readonly says: HeadText | undefined
  readonly seen: FilesSeen
}

/** Of checkouts alone, in the order of `directories`. */
export const heads = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  read: ReadGitFiles,
  directories: ReadonlyArray<string>
) {
  const { glances, texts } = yield* read(directories.map((directory) => `${directory}/.git/HEAD`))
  const found: Array<Head> = []
  for (const [at, directory] of directories.entries()) {
    const text = texts[at]
    if (text === undefined) {
      const head = yield* unusualHead(files, read, directory)
      if (head !== undefined) found.push(head)
      continue
    }
    const git = `${directory}/.git`
    const seen = new FilesSeen()
    seen.at(`${git}/HEAD`, glances?.[at])
    found.push({ directory, own: git, common: git, says: headOf(firstLine(text)), seen })
  }
  return found
})

const GITDIR = /^gitdir: (.+)$/u

/** Where a `.git` that is a file points to, a damaged repository, or no checkout at all. */
const unusualHead = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  read: ReadGitFiles,
  directory: string
): Effect.fn.Return<Head | undefined> {
  const git = `${directory}/.git`
  const stat = yield* Effect.orElseSucceed(files.stat(git), Option.none)
  if (Option.isNone(stat)) return undefined
  const seen = new FilesSeen()
  const readOne = Effect.fnUntraced(function* (path: string) {
    const { glances, texts } = yield* read([path])
    seen.at(path, glances?.[0])
    return firstLine(texts[0])
  })
  const pointer = stat.value.kind === "directory" ? undefined : yield* readOne(git)
  const target = GITDIR.exec(pointer ?? "")?.[1]
  const own = target === undefined ? git : resolve(dirname(git), target)
  // A worktree has most of it where the repository is.
  const shared = yield* readOne(`${own}/commondir`)
  const says = headOf(yield* readOne(`${own}/HEAD`))
  const common = shared === undefined ? own : resolve(own, shared)
  return { directory, own, common, says, seen }
})
