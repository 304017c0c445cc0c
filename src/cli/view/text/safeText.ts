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

/** Letters of scripts that are written from right to left, and what stands between two of them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}](?:[^\p{sc=Latin}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])?/gu

/** "First strong isolate" and its end: what stands within moves nothing around it. */
const isolated = (text: string): string => `\u2068${text}\u2069`

/** Of two texts that look the same, the one that no keyboard writes so is shown by its code points. */
const decomposed = (text: string): string =>
  text === text.normalize("NFC") ? text : text.replace(/\p{M}/gu, escaped)

/** One line in which everything can be seen. */
export const safeText = (text: string): string =>
  decomposed(text).replace(UNSEEN, escaped).replace(RIGHT_TO_LEFT, isolated)

/** A name in which a space that is easily overlooked can be seen; the rest of it is not safe yet. */
export const spacesShown = (text: string): string =>
  text.replace(/^ +| +$|(?! )\p{Zs}/gu, (spaces) => Array.from(spaces, escaped).join(""))

/** One line in which everything of a name can be seen. */
export const safeName = (text: string): string => safeText(spacesShown(text))
