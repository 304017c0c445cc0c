/** Pure: what LEDMatrix says in words, as it may be shown: short, on one line, and without what may be a secret. */
import { LEFT_OUT } from "../../domain/changes/leftOut.ts"
import { withoutCredentials } from "../../domain/text/withoutCredentials.ts"
import type { SecretNames } from "../ownFiles/formats/redact.ts"
import { TEXT_LENGTH_MAX } from "./limits.ts"

const SPACE = /\s+/gu

/** What is looked through at all, and what of that is looked at closely. */
const READ_MAX = 65_536
const LOOKED_AT_MAX = 2000

/** Where the secrets are not known, none of it can be shown. */
export const foreignText = (text: string, secrets: SecretNames): string => {
  if (secrets === undefined) return LEFT_OUT
  let shown = text.slice(0, READ_MAX)
  // The longest first: one may be part of another.
  for (const value of [...secrets.values].toSorted((a, b) => b.length - a.length)) {
    for (const form of new Set([value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]))
      shown = shown.replaceAll(form, LEFT_OUT)
  }
  return plainText(shown)
}

/** The same of a text that no plugin has a part in. */
export const plainText = (text: string): string => {
  const start = text.slice(0, LOOKED_AT_MAX)
  const line = withoutCredentials(start).replace(SPACE, " ").trim()
  return line.length > TEXT_LENGTH_MAX ? `${line.slice(0, TEXT_LENGTH_MAX)}…` : line
}
