/**
 * Text from elsewhere (manifests, ids, error messages) with everything in it that no eye sees. Control characters could
 * move a terminal's cursor, direction marks make a line read backwards, and two names look the same.
 */

// Everything in Unicode's categories Cc, Cf, Zl, Zp, Cs: nothing of it is meant to be seen.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const escaped = (character: string): string => {
  if (character === "\n") return "\\n"
  if (character === "\t") return "\\t"
  if (character === "\r") return "\\r"
  const code = character.codePointAt(0) ?? 0
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u{${code.toString(16)}}`
}

/** Of two texts that look the same, the one that no keyboard writes so is shown by its code points. */
const decomposed = (text: string): string =>
  text === text.normalize("NFC") ? text : text.replace(/\p{M}/gu, escaped)

/** One line in which everything can be seen. */
export const seenText = (text: string): string => decomposed(text).replace(UNSEEN, escaped)

/** The spaces of a name that are easily overlooked. */
export const seenSpaces = (text: string): string =>
  text.replace(/^ +| +$|(?! )\p{Zs}/gu, (spaces) => Array.from(spaces, escaped).join(""))
