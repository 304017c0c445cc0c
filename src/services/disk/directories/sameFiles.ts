/** Whether two plugin directories hold the same files. */
import { Effect } from "effect"
import { join } from "node:path/posix"
import { FileReader } from "../../../ports/Files.ts"

/** What an installed plugin has beside what was published. */
const OWN: ReadonlySet<string> = new Set(["__pycache__", ".git", ".plugin_metadata.json"])

const FILE_BYTES_MAX = 64 * 1024 * 1024

/** By names and bytes. What cannot be compared counts as different. */
export const sameFiles = Effect.fn("sameFiles")(
  function* (a: string, b: string) {
    const reader = yield* FileReader
    const open = [""]
    for (const inside of open) {
      const [here, there] = [yield* published(join(a, inside)), yield* published(join(b, inside))]
      if (here.join("\0") !== there.join("\0")) return false
      for (const name of here) {
        const path = join(inside, name)
        const [one, other] = [yield* reader.lstat(join(a, path)), yield* reader.lstat(join(b, path))]
        if (one._tag === "None" || other._tag === "None" || one.value.kind !== other.value.kind) return false
        if (one.value.kind === "directory") open.push(path)
        else if (one.value.kind !== "file" || one.value.size !== other.value.size) return false
        else if (!(yield* sameBytes(join(a, path), join(b, path)))) return false
      }
    }
    return true
  },
  (self) => Effect.orElseSucceed(self, () => false)
)

const published = Effect.fnUntraced(function* (directory: string) {
  const names = yield* (yield* FileReader).list(directory)
  return names.filter((name) => !OWN.has(name) && !name.endsWith(".pyc")).toSorted()
})

const sameBytes = Effect.fnUntraced(function* (a: string, b: string) {
  const reader = yield* FileReader
  const one = yield* reader.read(a, { bytesMax: FILE_BYTES_MAX })
  const other = yield* reader.read(b, { bytesMax: FILE_BYTES_MAX })
  return (
    one.bytes.byteLength === other.bytes.byteLength && one.bytes.every((byte, at) => byte === other.bytes[at])
  )
})
