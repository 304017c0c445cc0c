/** What stands in the place of a value that is not shown: it may be a secret. */
export const MASK = "‹set›"
