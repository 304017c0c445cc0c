/** A path as a shell takes it for one word. */
export const shellWord = (text: string): string =>
  /^[\w./:@%+,-]+$/u.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
