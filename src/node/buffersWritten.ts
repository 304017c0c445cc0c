/**
 * Keeps memory flat while large files are written. Buffers lie outside of V8's heap, so it lets tens of
 * megabytes of used ones pile up before it looks for them: a device with 512 MB has no such room.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

/** A collection of the young generation takes less than a millisecond, and writing this much longer. */
const BYTES_BETWEEN = 2 * 1024 * 1024

type Collect = (options: { readonly type: "minor" }) => void

const isCollect = (value: unknown): value is Collect => typeof value === "function"

let collect: Collect | undefined
let written = 0

/** To be told of every buffer that was written and is not needed any more. */
export const buffersWritten = (bytes: number): void => {
  written += bytes
  if (written < BYTES_BETWEEN) return
  written = 0
  collect ??= exposed()
  collect({ type: "minor" })
}

const exposed = (): Collect => {
  setFlagsFromString("--expose-gc")
  const gc: unknown = runInNewContext("gc")
  return isCollect(gc) ? gc : () => {}
}
