/** How many columns of a terminal a text takes. */

/** They stand on what is before them, or are not seen at all. */
const MARKS = /[\p{M}\u2068\u2069]/u

// eslint-disable-next-line no-control-regex -- colours take no room
const COLOUR = /\u001b\[[0-9;]*m/gu

/** East Asian wide characters and emoji: two columns. Rough at the edges of Unicode, which is enough to align. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u

// eslint-disable-next-line no-control-regex -- printable ASCII is nearly everything, and is one column each
const PLAIN = /^[\x20-\x7e]*$/u

const columns = (character: string): number => (MARKS.test(character) ? 0 : WIDE.test(character) ? 2 : 1)

export const displayWidth = (text: string): number =>
  PLAIN.test(text)
    ? text.length
    : Array.from(text.replace(COLOUR, "")).reduce((sum, character) => sum + columns(character), 0)
