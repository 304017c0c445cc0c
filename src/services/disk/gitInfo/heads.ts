/** HEAD of many directories at once: where each keeps its git files, and what it has checked out. */
import { Effect, Option } from "effect"
import { dirname, resolve } from "node:path/posix"
import type { FileReader } from "../../../ports/Files.ts"
import { lineOf, type ReadGitFiles, type Seen } from "./gitFiles.ts"
import { type HeadText, headOf } from "./gitTexts.ts"

export interface Head {
  readonly directory: string
  /** HEAD, and the refs of this worktree alone. */
  readonly own: string
  /** Branches, packed refs, objects and config, shared by all worktrees. */
  readonly common: string
  readonly says: HeadText | undefined
  /** Everything that was read of this checkout. */
  readonly seen: Array<Seen>
}

/** Of checkouts alone, in the order of `directories`. */
export const heads = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  read: ReadGitFiles,
  directories: ReadonlyArray<string>
) {
  const texts = yield* read(directories.map((directory) => `${directory}/.git/HEAD`))
  const found: Array<Head> = []
  for (const [at, directory] of directories.entries()) {
    const seen = texts[at]
    if (seen?.text !== undefined) {
      const git = `${directory}/.git`
      found.push({ directory, own: git, common: git, says: headOf(lineOf(seen.text)), seen: [seen] })
    } else {
      const head = yield* unusualHead(files, read, directory)
      if (Option.isSome(head)) found.push(head.value)
    }
  }
  return found
})

const GITDIR = /^gitdir: (.+)$/u

/** Where a `.git` that is a file points to, a damaged repository, or no checkout at all. */
const unusualHead = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  read: ReadGitFiles,
  directory: string
): Effect.fn.Return<Option.Option<Head>> {
  const git = `${directory}/.git`
  const stat = yield* Effect.orElseSucceed(files.stat(git), Option.none)
  if (Option.isNone(stat)) return Option.none()
  const [pointer] = stat.value.kind === "directory" ? [] : yield* read([git])
  const target = GITDIR.exec(lineOf(pointer?.text) ?? "")?.[1]
  const own = target === undefined ? git : resolve(dirname(git), target)
  // A worktree has most of it where the repository is.
  const [shared, head] = yield* read([`${own}/commondir`, `${own}/HEAD`])
  const commonPath = lineOf(shared?.text)
  return Option.some({
    directory,
    own,
    common: commonPath === undefined ? own : resolve(own, commonPath),
    says: headOf(lineOf(head?.text)),
    seen: [pointer, shared, head].filter((one) => one !== undefined)
  })
})
