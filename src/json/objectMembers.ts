/**
 * Where the members of a JSON object stand in its text. Follows no nesting: it works at any depth. The text is
 * known to be valid, so that skipping is enough.
 */

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

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const SPACE = 0x20

/** Space, tab, line feed, carriage return: all that JSON calls white space is at or below the space. */
const afterSpace = (json: string, from: number): number => {
  let at = from
  while (json.charCodeAt(at) <= SPACE) at++
  return at
}

/** Offset behind the string whose opening quote is at `quote`. */
const afterString = (json: string, quote: number): number => {
  for (let at = quote + 1; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit === BACKSLASH) at++
    else if (unit === QUOTE) return at + 1
  }
  return json.length
}

/** Offset behind the value that begins at `start`. */
const afterValue = (json: string, start: number): number => {
  let depth = 0
  for (let at = start; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (unit === QUOTE) at = afterString(json, at) - 1
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) depth++
    else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) {
      // The bracket of the object around a bare number or word ends that, and is not part of it.
      if (depth === 0) return at
      if (--depth === 0) return at + 1
      continue
    } else if (depth === 0 && (unit === COMMA || unit <= SPACE)) return at
    if (depth === 0 && unit === QUOTE) return at + 1
  }
  return json.length
}

/** Offset of an item, counted from 0, of the array that begins at `open` and holds that many. */
export const itemStart = (json: string, open: number, index: number): number => {
  let at = afterSpace(json, open + 1)
  for (let left = index; left > 0; left--) at = afterSpace(json, afterSpace(json, afterValue(json, at)) + 1)
  return at
}

const decoded = (quoted: string): string => {
  const key: unknown = quoted.includes("\\") ? JSON.parse(quoted) : quoted.slice(1, -1)
  return String(key)
}

/** What stands between the first key of the object at `open` and its value; nothing where it is empty. */
export const firstColon = (json: string, open: number): string | undefined => {
  const key = afterSpace(json, open + 1)
  if (json.charCodeAt(key) !== QUOTE) return undefined
  const keyEnd = afterString(json, key)
  return json.slice(keyEnd, afterSpace(json, afterSpace(json, keyEnd) + 1))
}

/** The members of the object that begins at `open`, one after the other; then the offset of its end. */
export function* membersFrom(json: string, open: number): Generator<Member, number, undefined> {
  let at = afterSpace(json, open + 1)
  while (at < json.length && json.charCodeAt(at) !== CLOSE_BRACE) {
    const keyStart = at
    const keyEnd = afterString(json, keyStart)
    const colon = afterSpace(json, keyEnd)
    const valueStart = afterSpace(json, colon + 1)
    const valueEnd = afterValue(json, valueStart)
    yield {
      key: decoded(json.slice(keyStart, keyEnd)),
      keyStart,
      keyEnd,
      valueStart,
      valueEnd,
      isObject: json.charCodeAt(valueStart) === OPEN_BRACE
    }
    at = afterSpace(json, valueEnd)
    if (json.charCodeAt(at) === COMMA) at = afterSpace(json, at + 1)
  }
  return at
}

/** Reads the object that begins at `open` in `json`, which is known to be valid. */
export const objectMembers = (json: string, open: number): ObjectText => {
  const members: Array<Member> = []
  const reading = membersFrom(json, open)
  let next = reading.next()
  for (; next.done !== true; next = reading.next()) members.push(next.value)
  return { open, close: next.value, members }
}
