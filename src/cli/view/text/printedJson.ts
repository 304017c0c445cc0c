/** A document as it is printed: a terminal that shows it must see nothing that moves its cursor or turns a line round. */

// JSON escapes controls below 0x20 itself; these stand in strings alone, where an escape means the same.
const UNSEEN = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => String.raw`\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`
  ).join("")

/** In lines, or without `indent` in one, with nothing in it that cannot be seen. */
export const printedJson = (document: unknown, indent = 2): string =>
  (JSON.stringify(document, undefined, indent) ?? "null").replace(UNSEEN, escaped)
