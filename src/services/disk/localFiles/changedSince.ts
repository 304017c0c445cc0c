/** Which files of an installed plugin are no longer as its install placed them. */
import { Effect } from "effect"
import { join } from "node:path/posix"
import type { DiskView, InstalledPlugin } from "../../../domain/sources/DiskView.ts"
import { FileReader } from "../../../ports/Files.ts"
import { rememberedReleases } from "./installMemory.ts"
import { isChanged, standingRelease } from "./placedFiles.ts"

/** By directory, sorted paths, those that are gone among them. */
export const changedSince = Effect.fn("changedSince")(function* (
  { path }: DiskView,
  plugins: ReadonlyArray<InstalledPlugin>
) {
  const found = new Map<string, ReadonlyArray<string>>()
  for (const { directory, id } of plugins) {
    const changed = yield* changedIn(join(path, directory), id)
    if (changed !== undefined) found.set(directory, changed)
  }
  return found
})

/** `undefined` where no install of what stands there is remembered. */
const changedIn = Effect.fnUntraced(function* (directory: string, id: string) {
  const placed = yield* standingRelease(yield* rememberedReleases(id), directory)
  if (placed === undefined) return undefined
  const files = [...placed.files]
  const glances = yield* (yield* FileReader).statAll(files.map(([path]) => join(directory, path)))
  const changed: Array<string> = []
  for (const [at, [path, was]] of files.entries()) {
    const now = glances[at]
    const isOther =
      now?._tag !== "FileStat" ||
      (yield* Effect.orElseSucceed(isChanged(was, join(directory, path), now), () => true))
    if (isOther) changed.push(path)
  }
  return changed.toSorted()
})
