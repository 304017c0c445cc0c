/** Who owns a directory, by name where it has one. */
import { Effect, Option } from "effect"
import { FileReader } from "../../ports/Files.ts"

const BYTES_MAX = 4 * 1024 * 1024

/** The name of a number in `/etc/passwd` or `/etc/group`; systemd takes numbers too. */
const nameOf = Effect.fnUntraced(function* (file: string, id: number) {
  const { read } = yield* FileReader
  const content = yield* Effect.option(read(file, { bytesMax: BYTES_MAX }))
  if (Option.isNone(content)) return String(id)
  const lines = new TextDecoder().decode(content.value.bytes).split("\n")
  const line = lines.map((text) => text.split(":")).find((fields) => fields[2] === String(id))
  return line?.[0] ?? String(id)
})

export const ownerOf = Effect.fnUntraced(function* (directory: string) {
  const { stat } = yield* FileReader
  const found = yield* stat(directory)
  const { gid, uid } = Option.getOrElse(found, () => ({ uid: 0, gid: 0 }))
  return { user: yield* nameOf("/etc/passwd", uid), group: yield* nameOf("/etc/group", gid) }
})
