/** Word by word: a config may have megabytes, and is compared at each write. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.byteLength !== b.byteLength) return false
  const words = a.byteOffset % 4 === 0 && b.byteOffset % 4 === 0 ? a.byteLength >> 2 : 0
  const x = new Uint32Array(a.buffer, words === 0 ? 0 : a.byteOffset, words)
  const y = new Uint32Array(b.buffer, words === 0 ? 0 : b.byteOffset, words)
  for (let at = 0; at < words; at++) if (x[at] !== y[at]) return false
  for (let at = words << 2; at < a.byteLength; at++) if (a[at] !== b[at]) return false
  return true
}
