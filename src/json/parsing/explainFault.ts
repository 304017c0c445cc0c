/**
 * What is wrong where a text stops being JSON, for the person who has to mend it. Names and places are told, and
 * never a value: the file may hold secrets.
 */
import { firstFault, type SyntaxFault } from "./firstFault.ts"
import { MASK } from "../masking/mask.ts"

/** What is wrong, in a sentence without its full stop, and in which line, counted from 1. */
export interface ExplainedFault {
  readonly explanation: string
  /** Absent where the text breaks off. */
  readonly line?: number
}

export const explainFault = (json: string): ExplainedFault => {
  const fault = firstFault(json)
  const { at } = fault
  if (at >= json.trimEnd().length) return { explanation: "not valid JSON: it breaks off before its end" }
  const { column, line } = placeOf(json, at)
  return { explanation: `not valid JSON, at line ${line}, column ${column}: ${cause(json, fault)}`, line }
}

const SPACES: ReadonlySet<string> = new Set([" ", "\t", "\r", "\n"])

/** What people write that JSON has no words for, by its beginning. */
const FOREIGN: ReadonlyArray<readonly [beginning: RegExp, cause: string]> = [
  [/^-?(?:NaN|Infinity)\b/u, ""],
  [/^(?:\/[/*]|#)/u, "JSON knows no comments, so this has to go"],
  [/^(?:<{7}|={7}|>{7})/u, "this is the mark of a git merge that was not finished"],
  [/^\0/u, "from here on it holds zero bytes, as after a power cut"],
  [/^['\u2018-\u201f]/u, 'texts and names stand in straight double quotation marks: "'],
  [/^True\b/u, "JSON writes it true"],
  [/^False\b/u, "JSON writes it false"],
  [/^None\b/u, "JSON writes it null"]
]

const foreign = (json: string, at: number): string | undefined => {
  const rest = json.slice(at, at + 16)
  for (const [beginning, meaning] of FOREIGN) {
    const word = beginning.exec(rest)?.[0]
    if (word === undefined) continue
    return meaning === ""
      ? `${word} is no JSON, though LEDMatrix's Python reads it; write a number or null in its place`
      : meaning
  }
  return undefined
}

const cause = (json: string, { at, awaited, closing }: SyntaxFault): string => {
  const char = json[at] ?? ""
  if (awaited === "text") return textFault(char)
  const known = foreign(json, at)
  if (known !== undefined) return known
  switch (awaited) {
    case "colon":
      return "a colon is missing between a name and its value"
    case "key":
    case "key or }":
      if (char === "}") return commaTooMany(json, at)
      if (char === ",") return "there is a comma too many"
      return "a name in double quotation marks is missing here"
    case "value":
    case "value or ]":
      if ((char === "]" || char === "}") && before(json, at).char === ",") return commaTooMany(json, at)
      if (char === ",") return "a value is missing before the comma"
      if (char === "}") return closing === "]" ? "a ] is missing before it" : "a value is missing before it"
      return "no JSON value begins so"
    case "comma or end":
      return afterValue(json, at, closing)
  }
}

/** For a character that no text can hold as it is: a backslash that begins no escape, or one that is not printed. */
const textFault = (char: string): string =>
  char === "\\"
    ? "a backslash in a text has to be written twice"
    : char !== "\n" && char !== "\r"
      ? "a text holds a control character, such as a tab"
      : "a text is not closed on this line"

const afterValue = (json: string, at: number, closing: SyntaxFault["closing"]): string => {
  const char = json[at] ?? ""
  if (closing === undefined) return "it goes on behind its end"
  if (char === "}" || char === "]") return `a ${closing} is missing before it`
  const { char: last, offset } = before(json, at)
  if (/[0-9]/u.test(last) && offset === at - 1) return "no number is written so"
  const { line } = placeOf(json, offset)
  return line === placeOf(json, at).line
    ? "a comma is missing before it"
    : `a comma is missing at the end of line ${line}`
}

const commaTooMany = (json: string, at: number): string => {
  const { offset } = before(json, at)
  const [comma, bracket] = [placeOf(json, offset), placeOf(json, at)]
  const char = json[at] ?? ""
  return comma.line === bracket.line
    ? `the comma before the ${char} has to go: ${lineUpTo(json, at)}`
    : `the comma at the end of line ${comma.line} has to go: ${lineUpTo(json, offset)} is followed by ${lineUpTo(json, at)} in line ${bracket.line}`
}

/** The last character before the space before an offset. */
const before = (json: string, at: number): { readonly char: string; readonly offset: number } => {
  let offset = at - 1
  while (SPACES.has(json[offset] ?? "")) offset--
  return { char: json[offset] ?? "", offset }
}

const placeOf = (json: string, offset: number): { readonly line: number; readonly column: number } => {
  let line = 1
  let lineStart = 0
  for (let at = json.indexOf("\n"); at >= 0 && at < offset; at = json.indexOf("\n", at + 1)) {
    line++
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}

const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[-+.\w]+/gu
const SHOWN_MAX = 60

/** A line up to an offset, its values hidden. What stands before the first fault of a text is JSON, so each line of it is whole tokens. */
const lineUpTo = (json: string, offset: number): string => {
  const line = json.slice(json.lastIndexOf("\n", offset - 1) + 1, offset + 1).trim()
  const hidden = line.replaceAll(TOKEN, (token: string, _text: string, colon?: string) =>
    colon === undefined ? MASK : token
  )
  return hidden.length > SHOWN_MAX ? `…${hidden.slice(-SHOWN_MAX)}` : hidden
}
