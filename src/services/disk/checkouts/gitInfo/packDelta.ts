/** Pure: objects that a pack holds as differences to others. */

/** A number in git's variable-length form, and where the next byte is. */
interface Numeral {
  readonly value: number
  readonly next: number
}

const sizeAt = (bytes: Uint8Array, from: number): Numeral => {
  let value = 0
  let at = from
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++] ?? 0
    value += (byte & 0x7f) * shift
    if (byte < 0x80) return { value, next: at }
  }
}

/** How far before an object in the same pack its base begins. */
export const baseDistanceAt = (bytes: Uint8Array, from: number): Numeral => {
  let byte = bytes[from] ?? 0
  let value = byte & 0x7f
  let at = from + 1
  while (byte >= 0x80) {
    byte = bytes[at++] ?? 0
    value = (value + 1) * 128 + (byte & 0x7f)
  }
  return { value, next: at }
}

const COPY = 0x80

/** The object that `delta` makes of `base`; `undefined` where they do not fit together. */
export const applyDelta = (base: Uint8Array, delta: Uint8Array, sizeMax: number): Uint8Array | undefined => {
  const from = sizeAt(delta, 0)
  const to = sizeAt(delta, from.next)
  if (from.value !== base.byteLength || to.value > sizeMax) return undefined
  const result = new Uint8Array(to.value)
  let filled = 0
  let at = to.next
  while (at < delta.byteLength) {
    const instruction = delta[at++] ?? 0
    let piece: Uint8Array
    if (instruction >= COPY) {
      const [offset, size] = [1, 16].map((first, part) => {
        let value = 0
        for (let bit = 0; bit < (part === 0 ? 4 : 3); bit++) {
          if ((instruction & (first << bit)) !== 0) value += (delta[at++] ?? 0) * 256 ** bit
        }
        return value
      })
      const length = size === 0 || size === undefined ? 0x10000 : size
      piece = base.subarray(offset, (offset ?? 0) + length)
      if (piece.byteLength !== length) return undefined
    } else {
      piece = delta.subarray(at, at + instruction)
      at += instruction
    }
    if (instruction === 0 || filled + piece.byteLength > result.byteLength) return undefined
    result.set(piece, filled)
    filled += piece.byteLength
  }
  return filled === result.byteLength ? result : undefined
}
