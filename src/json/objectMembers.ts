/** Where the members of a JSON object stand in its text. Follows no nesting: it works at any depth. */
import { createScanner } from "jsonc-parser"

/** Numbers of jsonc-parser's tokens: its enum exists for the compiler only. */
const Token = { OpenBrace: 1, CloseBrace: 2, OpenBracket: 3, CloseBracket: 4, String: 10, End: 17 } as const

/** Offsets into the text: `[keyStart, keyEnd)` is the quoted key, `[valueStart, valueEnd)` the value. */
export interface Member {
  readonly key: string
  readonly keyStart: number
  readonly keyEnd: number
  readonly valueStart: number
  readonly valueEnd: number
  readonly isObject: boolean
}

export interface ObjectText {
  /** Offset of `{`. */
  readonly open: number
  /** Offset of `}`. */
  readonly close: number
  readonly members: ReadonlyArray<Member>
}

/** Reads the object that begins at `open` in `json`, which is known to be valid. */
export const objectMembers = (json: string, open: number): ObjectText => {
  const scanner = createScanner(json, true)
  scanner.setPosition(open)
  scanner.scan()
  const members: Array<Member> = []
  for (;;) {
    const token = scanner.scan()
    if (token === Token.CloseBrace || token === Token.End) {
      return { open, close: scanner.getTokenOffset(), members }
    }
    if (token !== Token.String) continue
    const key = scanner.getTokenValue()
    const keyStart = scanner.getTokenOffset()
    const keyEnd = keyStart + scanner.getTokenLength()
    scanner.scan()
    const first = scanner.scan()
    const valueStart = scanner.getTokenOffset()
    skipValue(scanner, first)
    const valueEnd = scanner.getTokenOffset() + scanner.getTokenLength()
    members.push({
      key,
      keyStart,
      keyEnd,
      valueStart,
      valueEnd,
      isObject: first === Token.OpenBrace
    })
  }
}

/** Moves to the last token of the value whose first token was just read. */
const skipValue = (scanner: ReturnType<typeof createScanner>, first: number): void => {
  let depth = opens(first) ? 1 : 0
  while (depth > 0) {
    const token = scanner.scan()
    if (opens(token)) depth++
    else if (closes(token)) depth--
    else if (token === Token.End) return
  }
}

const opens = (token: number): boolean => token === Token.OpenBrace || token === Token.OpenBracket

const closes = (token: number): boolean => token === Token.CloseBrace || token === Token.CloseBracket
