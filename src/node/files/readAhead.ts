/**
 * Reading a file in small pieces that mostly lie one behind the other, as the headers, names and contents of an
 * archive do: more is read than is asked for, and the next pieces are there already.
 */
import { Effect } from "effect"
import type { ReadHandle } from "../../ports/Files.ts"

const AHEAD_BYTES = 256 * 1024

/** Reads a piece of an open file. */
export type ReadAt = ReadHandle["readAt"]

/** Answers as `handle.readAt` does, as long as the file stays as it is. What it answers is not to be written to. */
export const readAhead = (handle: ReadHandle): ReadAt => {
  let from = 0
  let ahead: Uint8Array = new Uint8Array(0)
  return (offset, length) => {
    if (length > AHEAD_BYTES) return handle.readAt(offset, length)
    const at = offset - from
    if (at >= 0 && at + length <= ahead.byteLength) return Effect.succeed(ahead.subarray(at, at + length))
    return Effect.map(handle.readAt(offset, AHEAD_BYTES), (bytes) => {
      from = offset
      ahead = bytes
      return bytes.subarray(0, length)
    })
  }
}
