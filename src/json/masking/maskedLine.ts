/**
 * A line of a text that need not be JSON, without its values. Where a text breaks off or is wrong, no parser says what is
 * a name and what a value: so only names that are known from elsewhere are shown, and brackets, commas and colons.
 */
import { MASK } from "./mask.ts"

/** All but what is shown in any case: brackets, commas, colons and white space. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?(\s*(?:true|false)\b)?|[^\s{}[\],:"]+|"/gu

const LENGTH_MAX = 160

/** Between `names`, as they are spelled with their quotation marks. */
export const maskedLine = (line: string, names: ReadonlySet<string>): string => {
  const masked = line.replaceAll(
    TOKEN,
    (_token: string, text?: string, colon?: string, boolean?: string): string => {
      if (text === undefined || colon === undefined) return MASK
      const name = names.has(text) ? text : MASK
      const told = boolean === undefined || text === '"enabled"' ? boolean : ` ${MASK}`
      return name + colon + (told ?? "")
    }
  )
  const short = masked.replaceAll(new RegExp(`${MASK}(?:\\s*${MASK})+`, "gu"), MASK).trimEnd()
  return short.length > LENGTH_MAX ? `${short.slice(0, LENGTH_MAX)}…` : short
}
