import { readSync } from "node:fs"

const PIECE = 256 * 1024

/** Reads a file to its end through one buffer. */
export const feed = (descriptor: number, take: (piece: Uint8Array) => void): void => {
  const buffer = Buffer.allocUnsafe(PIECE)
  let at = 0
  for (;;) {
    const read = readSync(descriptor, buffer, 0, PIECE, at)
    if (read === 0) return
    take(buffer.subarray(0, read))
    at += read
  }
}
