/** Looks whether there is room for a plugin, before one is fetched: a full card harms more than a missing plugin. */
import { Effect } from "effect"
import { FileFault } from "../../../ports/FileFault.ts"
import { FreeSpaceAt } from "../../../ports/FreeSpaceAt.ts"
import { ROOM_BYTES_MIN, ROOM_FILES_MIN } from "../limits.ts"

/** The bytes that may be filled where `path` lies; undefined where that cannot be told. `ENOSPC` where there are none. */
export const enoughRoom = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<number | undefined, FileFault> {
  const free = yield* (yield* FreeSpaceAt)(path)
  if (free === null) return undefined
  const full = free.bytes <= ROOM_BYTES_MIN || (free.files !== null && free.files <= ROOM_FILES_MIN)
  return full
    ? yield* new FileFault({ operation: "make room in", path, code: "ENOSPC" })
    : free.bytes - ROOM_BYTES_MIN
})
