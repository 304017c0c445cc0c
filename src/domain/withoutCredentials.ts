/** Pure: texts as messages, logs and files may hold them. Keys travel in addresses. */

/** What stands between the scheme and the host; a password may hold an `@` of its own. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"'<>]*@/giu
const QUERY = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'<>?#]{0,2000})[?#][^\s"'<>]*/giu

/** The text, each address in it without credentials, query and fragment. */
export const withoutCredentials = (text: string): string =>
  text.includes("://") ? text.replace(CREDENTIALS, "$1").replace(QUERY, "$1") : text

/** Whether an address has a part that may be a key, and so must stay out of what others can read. */
export const carriesCredentials = (address: string): boolean => withoutCredentials(address) !== address
