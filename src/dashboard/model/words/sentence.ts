/** What programs say among themselves ends without a full stop. */
export const withFullStop = (text: string): string => `${text}${/[.!?]$/u.test(text) ? "" : "."}`

/** And begins small. Not for what begins with the id of a plugin, which is as it is. */
export const asSentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${withFullStop(text.slice(1))}`
