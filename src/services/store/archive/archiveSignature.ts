/** Pure: whether a download is an archive at all, by how it begins and ends. */

/** Bytes of the beginning that are looked at; a tar names itself at 257. */
export const HEAD_BYTES = 512
/** Bytes of the end in which a zip's directory may end, with the longest note behind it. */
export const TAIL_BYTES = 22 + 65_535

const bytes = (text: string): ReadonlyArray<number> => Array.from(text, (char) => char.charCodeAt(0))

const ZIP_END = "PK\u0005\u0006"

/** Zip, gzip, bzip2, xz, zstd, 7z and rar, each where it begins. */
const SIGNATURES = ["PK\u0003\u0004", ZIP_END, "PK\u0007\u0008", "\u001f\u008b", "BZh"]
  .concat("\u00fd7zXZ\u0000", "\u0028\u00b5\u002f\u00fd", "7z\u00bc\u00af\u0027\u001c", "Rar!\u001a\u0007")
  .map(bytes)

const TAR = bytes("ustar")
const TAR_AT = 257

const startsWith = (content: Uint8Array, signature: ReadonlyArray<number>, from = 0): boolean =>
  signature.every((byte, at) => content[from + at] === byte)

const latin1 = new TextDecoder("latin1")

/** Bytes that are neither an archive nor what a network puts in the place of one. */
export const UNKNOWN = "something else"

/**
 * What was sent instead of an archive, in words; `undefined` where it is an archive, whole or damaged, of any kind.
 * `head` and `tail` are the first `HEAD_BYTES` and the last `TAIL_BYTES`, or all there is.
 */
export const insteadOfArchive = (head: Uint8Array, tail: Uint8Array): string | undefined => {
  if (head.byteLength === 0) return "nothing"
  if (SIGNATURES.some((signature) => startsWith(head, signature)) || startsWith(head, TAR, TAR_AT))
    return undefined
  // A program before the archive, which unpacks itself.
  if (latin1.decode(tail).includes(ZIP_END)) return undefined
  const text = latin1.decode(head).trimStart()
  if (/^(?:\u00ef\u00bb\u00bf)?\s*</u.test(text)) return "a page"
  return /^[{["]/u.test(text) ? "a JSON document" : UNKNOWN
}
