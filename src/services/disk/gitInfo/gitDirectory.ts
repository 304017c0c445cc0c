/** Where a checkout keeps its git files: `.git`, or where a `.git` file of a worktree or submodule points. */
import { Effect, Option } from "effect"
import { dirname, resolve } from "node:path/posix"
import type { FileReader } from "../../../ports/Files.ts"
import { firstLine } from "./firstLine.ts"

export interface GitDirectory {
  /** HEAD, and the refs of this worktree alone. */
  readonly own: string
  /** Branches, packed refs, objects and config, shared by all worktrees. */
  readonly common: string
}

/** `None` where the directory is no checkout. */
export const gitDirectory = Effect.fnUntraced(function* (
  files: typeof FileReader.Service,
  directory: string
): Effect.fn.Return<Option.Option<GitDirectory>> {
  const place = `${directory}/.git`
  const stat = yield* Effect.orElseSucceed(files.stat(place), Option.none)
  if (Option.isNone(stat)) return Option.none()
  if (stat.value.kind === "directory") return Option.some({ own: place, common: place })
  const pointer = /^gitdir: (.+)$/u.exec((yield* firstLine(files, place)) ?? "")?.[1]
  if (pointer === undefined) return Option.some({ own: place, common: place })
  const own = resolve(dirname(place), pointer)
  const shared = yield* firstLine(files, `${own}/commondir`)
  return Option.some({ own, common: shared === undefined ? own : resolve(own, shared) })
})
