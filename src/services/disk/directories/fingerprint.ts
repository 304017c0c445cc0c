/** A text that differs once a file in a plugin's directory has been changed. */
import { Effect, Hash, Option } from "effect"
import { FileReader } from "../../../ports/Files.ts"

/** Deeper or larger than any plugin: not worth telling apart. */
const NAMES_MAX = 20_000

/**
 * By names, sizes and modification times, which a rename keeps. Python's caches and git's own files do not
 * count: no person edits them. A link is itself, not what it leads to.
 */
export const fingerprint = Effect.fn("fingerprint")(function* (directory: string) {
  const reader = yield* FileReader
  const lines: Array<string> = []
  const open: Array<string> = [""]
  while (open.length > 0 && lines.length < NAMES_MAX) {
    const inside = open.pop() ?? ""
    const stat = yield* reader.lstat(directory + inside)
    if (Option.isNone(stat)) continue
    const { kind, modifiedAtMs, size } = stat.value
    if (kind !== "directory") {
      lines.push(`${inside} ${kind} ${size} ${Math.floor(modifiedAtMs)}`)
      continue
    }
    for (const name of yield* reader.list(directory + inside)) {
      if (name !== "__pycache__" && name !== ".git" && !name.endsWith(".pyc")) open.push(`${inside}/${name}`)
    }
  }
  const text = lines.toSorted().join("\n")
  return `${lines.length}-${(Hash.string(text) >>> 0).toString(16)}`
})
