/** Text from elsewhere (manifests, ids, error messages) on its way to a terminal. */
import { seenSpaces, seenText } from "../../../domain/text/seenText.ts"

/** Letters of scripts that are written from right to left, and what stands between two of them. */
const RIGHT_TO_LEFT =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}](?:[^\p{sc=Latin}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}])?/gu

/** "First strong isolate" and its end: what stands within moves nothing around it. */
const isolated = (text: string): string => `\u2068${text}\u2069`

/** One line in which everything can be seen. */
export const safeText = (text: string): string => seenText(text).replace(RIGHT_TO_LEFT, isolated)

/** The same of a name, in which a space that is easily overlooked counts too. */
export const safeName = (text: string): string => seenSpaces(safeText(text))
