/** The commits that heads stand at: in the worktree's own refs, in the shared ones, else among the packed. */
import { Effect } from "effect"
import { firstLine, type ReadGitFiles } from "./gitFiles.ts"
import { objectId, packedRef } from "./gitTexts.ts"
import type { Head } from "./heads.ts"

const PACKED_BYTES_MAX = 16 * 1024 * 1024

/** In the order of `heads`; notes in each what was read for it. */
export const commitsOf = Effect.fnUntraced(function* (read: ReadGitFiles, heads: ReadonlyArray<Head>) {
  const places = heads.flatMap((head) => loosePaths(head).map((path) => ({ head, path })))
  const { glances, texts } = yield* read(places.map(({ path }) => path))
  const commits = new Map<Head, string>()
  for (const [at, { head, path }] of places.entries()) {
    head.seen.at(path, glances?.[at])
    const commit = commits.has(head) ? undefined : objectId(firstLine(texts[at]))
    if (commit !== undefined) commits.set(head, commit)
  }
  for (const head of heads) {
    const commit = commits.has(head) ? undefined : yield* elsewhere(read, head)
    if (commit !== undefined) commits.set(head, commit)
  }
  return commits
})

const loosePaths = ({ common, own, says }: Head): ReadonlyArray<string> => {
  if (says?._tag !== "Branch") return []
  return own === common ? [`${own}/${says.ref}`] : [`${own}/${says.ref}`, `${common}/${says.ref}`]
}

const elsewhere = Effect.fnUntraced(function* (read: ReadGitFiles, { common, seen, says }: Head) {
  if (says?._tag !== "Branch") return says?.commit
  const path = `${common}/packed-refs`
  const { glances, texts } = yield* read([path], PACKED_BYTES_MAX)
  seen.at(path, glances?.[0])
  return texts[0] === undefined ? undefined : packedRef(texts[0], says.ref)
})
