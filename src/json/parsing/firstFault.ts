/**
 * Where a text stops being JSON. Only asked of texts that `JSON.parse` has refused, which says where for some
 * of them only, and repeats what stands there. Looks at each character once and keeps nothing but which
 * brackets are open, so that no text, however long or deep, costs more than its length.
 */

const SPACE = /[ \t\n\r]*/y
const WORD = /true|false|null/y
const NUMBER_START = /[-0-9]/u
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const ESCAPE = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y
const QUOTE = 0x22
const BACKSLASH = 0x5c
const FIRST_PRINTABLE = 0x20

/** Offset behind what `pattern` matches at `at`; `at` itself where it does not match. */
const after = (pattern: RegExp, json: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(json) ? pattern.lastIndex : at
}

/** How far a token reaches, or where in it the fault is. */
type Token = { readonly end: number } | { readonly fault: number }

/** Where a text stops being JSON, and what would have been JSON there. */
export interface SyntaxFault {
  /** Offset of the first character that cannot stand where it does; the text's length where it breaks off. */
  readonly at: number
  /** `text`: the fault lies within one; `colon`: behind a key. */
  readonly awaited: ExpectedToken | "colon" | "text"
  /** What closes the innermost bracket that is open. */
  readonly closing: "}" | "]" | undefined
}

/** A string whose opening quote is at `open`. */
const stringAt = (json: string, open: number): Token => {
  for (let at = open + 1; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) return { end: at + 1 }
    if (unit < FIRST_PRINTABLE) return { fault: at }
    if (unit !== BACKSLASH) continue
    const behind = after(ESCAPE, json, at + 1)
    if (behind === at + 1) return { fault: isCut(json, at) ? json.length : at }
    at = behind - 1
  }
  return { fault: json.length }
}

/** Whether an escape that is none might have become one, had the text gone on. */
const isCut = (json: string, backslash: number): boolean =>
  json.length - backslash < 6 && /^\\(?:u[0-9a-fA-F]{0,3})?$/u.test(json.slice(backslash))

const scalarAt = (json: string, at: number): Token => {
  const char = json[at] ?? ""
  if (char === '"') return stringAt(json, at)
  const end = after(NUMBER_START.test(char) ? NUMBER : WORD, json, at)
  return end === at ? { fault: at } : { end }
}

/** What may come next. */
export type ExpectedToken = "value" | "value or ]" | "key" | "key or }" | "comma or end"

/** The first fault of a text that is no JSON. */
export const firstFault = (json: string): SyntaxFault => {
  /** Closing brackets that are awaited, the innermost last. */
  const open: Array<"}" | "]"> = []
  let awaited: ExpectedToken = "value"
  for (let at = after(SPACE, json, 0); at < json.length; at = after(SPACE, json, at)) {
    const char = json[at] ?? ""
    const closing = open.at(-1)
    if (awaited === "comma or end") {
      if (char === "," && closing !== undefined) awaited = closing === "}" ? "key" : "value"
      else if (char === closing) open.pop()
      else return { at, awaited, closing }
      at++
    } else if (char === closing && (awaited === "key or }" || awaited === "value or ]")) {
      open.pop()
      awaited = "comma or end"
      at++
    } else if (awaited === "key" || awaited === "key or }") {
      const key: Token = char === '"' ? stringAt(json, at) : { fault: at }
      if ("fault" in key) return { at: key.fault, awaited: char === '"' ? "text" : awaited, closing }
      const colon = after(SPACE, json, key.end)
      if (json[colon] !== ":") return { at: colon, awaited: "colon", closing }
      awaited = "value"
      at = colon + 1
    } else if (char === "{" || char === "[") {
      open.push(char === "{" ? "}" : "]")
      awaited = char === "{" ? "key or }" : "value or ]"
      at++
    } else {
      const scalar = scalarAt(json, at)
      if ("fault" in scalar) return { at: scalar.fault, awaited: char === '"' ? "text" : awaited, closing }
      awaited = "comma or end"
      at = scalar.end
    }
  }
  return { at: json.length, awaited, closing: open.at(-1) }
}
