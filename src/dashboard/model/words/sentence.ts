/** What programs say among themselves ends without a full stop. */
export const withFullStop = (text: string): string => `${text}${/[.!?]$/u.test(text) ? "" : "."}`

/** Not the beginning of an address, a path or a plugin's id, which are as they are. */
const WORD = /^\p{Ll}+(?=[,;:]?(?:\s|$)|[.!?]$)/u

/** And begins small. */
export const asSentence = (text: string): string =>
  withFullStop(text.replace(WORD, (word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`))

/** Without what an option of the command line would do about it: the page has a button for that. */
export const withoutOptions = (text: string): string =>
  text
    .split("; ")
    .filter((part) => !part.startsWith("--"))
    .join("; ")
