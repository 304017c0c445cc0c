/**
 * Text from elsewhere (manifests, ids, error messages) on its way to a terminal. Control characters could
 * move the cursor, recolour or retitle the window, and direction marks could make a line read backwards.
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

/** One line in which everything can be seen. */
export const safeText = (text: string): string => text.replace(UNSEEN, escaped)
