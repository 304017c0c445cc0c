/** Opening a file, and reading what is open. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs"
import { FileFault } from "../../ports/FileFault.ts"
import type { FileStat } from "../../ports/Files.ts"
import { fileStat } from "./fileStat.ts"

/** A FIFO must not make the opening wait for a writer. */
const OPEN_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK

/** What is read at once where a file is longer than it said. */
const READ_CHUNK = 1 << 16

/** What `read` makes of a file, which is open only meanwhile. */
export const whileOpen = <A>(path: string, read: (descriptor: number) => A): A => {
  const descriptor = openSync(path, OPEN_FLAGS)
  try {
    return read(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The stat of what is open; fails where it is no plain file. */
export const plainStat = (path: string, descriptor: number): FileStat => {
  const stat = fileStat(fstatSync(descriptor))
  const { kind } = stat
  if (kind === "file") return stat
  throw new FileFault({ operation: "open", path, code: kind === "directory" ? "EISDIR" : "NOT_A_FILE" })
}

/** A plain file, open. */
export const openPlain = (path: string): number => {
  const descriptor = openSync(path, OPEN_FLAGS)
  try {
    plainStat(path, descriptor)
    return descriptor
  } catch (cause) {
    closeSync(descriptor)
    throw cause
  }
}

/** Until the buffer is full, the file ends, or it has given the `expected` bytes that it said it had. */
export const fill = (
  descriptor: number,
  buffer: Buffer,
  position: number,
  expected: number = Number.POSITIVE_INFINITY
): number => {
  let filled = 0
  while (filled < buffer.length && filled !== expected) {
    const read = readSync(descriptor, buffer, filled, buffer.length - filled, position + filled)
    if (read === 0) break
    filled += read
  }
  return filled
}

/** How a file is refused that is larger than it may be. */
export const tooLargeFault = (path: string): FileFault =>
  new FileFault({ operation: "read", path, code: "TOO_LARGE" })

/** Asks for one byte more than the file should have, so that one that has grown gives itself away. */
export const readWhole = (
  descriptor: number,
  path: string,
  bytesMax: number,
  expected: number
): Uint8Array => {
  if (expected > bytesMax) throw tooLargeFault(path)
  const chunks: Array<Buffer> = []
  let size = 0
  for (;;) {
    const buffer = Buffer.allocUnsafe(chunks.length === 0 ? expected + 1 : READ_CHUNK)
    const filled = fill(descriptor, buffer, size, expected - size)
    const chunk = buffer.subarray(0, filled)
    size += filled
    if (size > bytesMax) throw tooLargeFault(path)
    if (filled < buffer.length) return chunks.length === 0 ? chunk : Buffer.concat([...chunks, chunk], size)
    chunks.push(chunk)
  }
}
