/** The names of users and groups, for what people are told. */
import { Effect } from "effect"
import { FileReader } from "../../ports/Files.ts"
import { nameIn } from "../../ports/userNames.ts"

const BYTES_MAX = 4 * 1024 * 1024

/** The number itself where it has no name, or the table cannot be read. */
export const nameOf = Effect.fnUntraced(function* (table: "/etc/passwd" | "/etc/group", id: number) {
  const { read } = yield* FileReader
  return yield* read(table, { bytesMax: BYTES_MAX }).pipe(
    Effect.map(({ bytes }) => nameIn(new TextDecoder().decode(bytes), id)),
    Effect.orElseSucceed(() => String(id))
  )
})
