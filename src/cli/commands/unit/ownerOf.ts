/** Who owns a directory, by name where it has one. */
import { Effect, Option } from "effect"
import { FileReader } from "../../../ports/Files.ts"
import { nameOf } from "../../../services/files/userName.ts"

export const ownerOf = Effect.fnUntraced(function* (directory: string) {
  const { stat } = yield* FileReader
  const found = yield* stat(directory)
  const { gid, uid } = Option.getOrElse(found, () => ({ uid: 0, gid: 0 }))
  return { user: yield* nameOf("/etc/passwd", uid), group: yield* nameOf("/etc/group", gid) }
})
