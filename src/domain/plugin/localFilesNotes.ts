/** What became of a plugin's local files, for people. Apart from its schema: a check loads none. */
import type { LocalFilesFate } from "./LocalFiles.ts"

const SHOWN_MAX = 10

const listed = (paths: ReadonlyArray<string>): string => {
  const more = paths.length - SHOWN_MAX
  return `${paths.slice(0, SHOWN_MAX).join(", ")}${more > 0 ? ` and ${more} more` : ""}`
}

/** One line each. */
export const localFilesNotes = (fate: LocalFilesFate): ReadonlyArray<string> => [
  ...(fate.carried_over.length === 0 ? [] : [`carried over: ${listed(fate.carried_over)}`]),
  ...(fate.left_in_kept_copy.length === 0
    ? []
    : [`not carried over, kept in ${fate.kept_copy}: ${listed(fate.left_in_kept_copy)}`])
]
