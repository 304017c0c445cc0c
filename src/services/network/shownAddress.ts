/** The address as messages and logs show it: without query, fragment and credentials, which may be keys. */
export const shownAddress = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`
