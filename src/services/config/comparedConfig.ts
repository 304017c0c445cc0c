/** An unreadable config beside its backup, line by line, without values. */
import type { DiffLine } from "../../domain/findings/FileDiff.ts"
import { isJsonObject } from "../../json/JsonValue.ts"
import { maskedLine } from "../../json/masking/maskedLine.ts"
import { diffLines } from "../files/diffLines.ts"

/** What is longer is compared by no person. */
const LENGTH_MAX = 512 * 1024
const LINES_MAX = 400

/** Names of entries and of their settings. What stands deeper is part of a value. */
const namesIn = (config: { readonly [key: string]: unknown }): ReadonlySet<string> =>
  new Set(
    Object.entries(config)
      .flatMap(([key, entry]) => [key, ...(isJsonObject(entry) ? Object.keys(entry) : [])])
      .map((name) => JSON.stringify(name))
  )

const linesOf = (text: string) =>
  text.split(/\r?\n/u).map((line, at) => ({ line: at + 1, text: line.trimEnd() }))

/** What putting the backup back takes out of the file, and what it brings. */
export const comparedConfig = (
  broken: string,
  backup: string,
  parsed: { readonly [key: string]: unknown }
): ReadonlyArray<DiffLine> => {
  if (Math.max(broken.length, backup.length) > LENGTH_MAX) return []
  const names = namesIn(parsed)
  return diffLines(linesOf(broken), linesOf(backup))
    .slice(0, LINES_MAX)
    .map((line) => ({ ...line, text: maskedLine(line.text, names) }))
}
