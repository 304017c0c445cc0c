/** A JSON document's lines with values left out, so that they can be shown. */
import { objectMembers } from "../objectMembers.ts"
import { withoutByteOrderMark } from "../parsing/parseJson.ts"
import { MASK } from "./mask.ts"

/** One line of the masked text, and which line of the document it begins in. */
export interface MaskedLine {
  readonly line: number
  readonly text: string
}

/** What of a value may be seen: all of it, its members, each by its own answer, or nothing. */
export type Visibility = "value" | "members" | "nothing"

interface TextRange {
  readonly start: number
  readonly end: number
}

const hidden = (
  json: string,
  open: number,
  shown: (path: ReadonlyArray<string>) => Visibility,
  path: ReadonlyArray<string>
): ReadonlyArray<TextRange> =>
  objectMembers(json, open).members.flatMap(({ isObject, key, valueEnd: end, valueStart: start }) => {
    const at = [...path, key]
    const what = shown(at)
    const compound = isObject || json[start] === "["
    if (what === "value" && !compound) return []
    return what === "members" && isObject ? hidden(json, start, shown, at) : [{ start, end }]
  })

const lineCount = (text: string): number => text.split("\n").length - 1

/** The text is known to be a JSON object. A value over several lines becomes one mark. */
export const maskedLines = (
  document: string,
  shown: (path: ReadonlyArray<string>) => Visibility
): ReadonlyArray<MaskedLine> => {
  const json = withoutByteOrderMark(document)
  const lines: Array<MaskedLine> = []
  let line = 1
  let text = ""
  let begun = 1
  const copy = (piece: string): void => {
    const [first = "", ...others] = piece.split("\n")
    text += first
    for (const next of others) {
      lines.push({ line: begun, text: text.replace(/\r$/u, "") })
      line++
      begun = line
      text = next
    }
  }
  let at = 0
  for (const { end, start } of hidden(json, json.indexOf("{"), shown, [])) {
    copy(json.slice(at, start))
    text += MASK
    line += lineCount(json.slice(start, end))
    at = end
  }
  copy(json.slice(at))
  if (text !== "") lines.push({ line: begun, text })
  return lines
}
