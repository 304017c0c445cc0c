/** Pure: texts as messages, logs and files may hold them. Keys travel in addresses. */

/** An address in a text. An apostrophe may be part of it, so it ends at none. */
const ADDRESS = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"<>]*/giu

/** What stands between the scheme and the host; a password may hold an `@` of its own. */
const CREDENTIALS = /(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/"<>]*@/giu

const QUERY = /[?#].*/su

/** The text, each address in it without credentials, query and fragment. */
export const withoutCredentials = (text: string): string =>
  text.includes("://")
    ? text.replace(ADDRESS, (address) => address.replace(QUERY, "").replace(CREDENTIALS, "$1"))
    : text

/** Whether an address has a part that may be a key, and so must stay out of what others can read. */
export const carriesCredentials = (address: string): boolean => withoutCredentials(address) !== address
