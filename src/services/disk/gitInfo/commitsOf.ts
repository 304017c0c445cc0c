/** The commits that heads stand at: in the worktree's own refs, in the shared ones, else among the packed. */
import { Effect } from "effect"
import { lineOf, type ReadGitFiles } from "./gitFiles.ts"
import { objectOf, packedRef } from "./gitTexts.ts"
import type { Head } from "./heads.ts"

const PACKED_BYTES_MAX = 16 * 1024 * 1024

/** In the order of `heads`; adds to each what was read for it. */
export const commitsOf = Effect.fnUntraced(function* (read: ReadGitFiles, heads: ReadonlyArray<Head>) {
  const paths = heads.map(loosePaths)
  const texts = yield* read(paths.flat())
  const commits: Array<string | undefined> = []
  let at = 0
  for (const [index, head] of heads.entries()) {
    let commit = head.says?._tag === "Detached" ? head.says.commit : undefined
    for (let left = paths[index]?.length ?? 0; left > 0; left--) {
      const seen = texts[at++]
      if (seen === undefined) continue
      head.seen.push(seen)
      commit ??= objectOf(lineOf(seen.text))
    }
    commits.push(commit ?? (yield* packedCommit(read, head)))
  }
  return commits
})

const loosePaths = ({ common, own, says }: Head): ReadonlyArray<string> => {
  if (says?._tag !== "Branch") return []
  return own === common ? [`${own}/${says.ref}`] : [`${own}/${says.ref}`, `${common}/${says.ref}`]
}

const packedCommit = Effect.fnUntraced(function* (read: ReadGitFiles, { common, says, seen }: Head) {
  if (says?._tag !== "Branch") return undefined
  const [packed] = yield* read([`${common}/packed-refs`], PACKED_BYTES_MAX)
  if (packed === undefined) return undefined
  seen.push(packed)
  return packed.text === undefined ? undefined : packedRef(packed.text, says.ref)
})
