/** Strict JSON, as LEDMatrix's Python reads it: no comments, no trailing commas, no `NaN`, no deep nesting. */
import { Data, Result } from "effect"
import { firstFault } from "./firstFault.ts"

/** Python's parser fails a little below 1000 levels; what LEDMatrix cannot read is not read here either. */
export const JSON_DEPTH_MAX = 512

/** Why a text is no JSON. Says where, never what stands there: the file may hold secrets. */
export class JsonFault extends Data.TaggedError("JsonFault")<{
  readonly problem: "empty" | "syntax" | "too_deep"
  readonly explanation: string
}> {
  override get message(): string {
    return this.explanation
  }
}

const BYTE_ORDER_MARK = "\uFEFF"

/** Splits off a byte-order mark, which no JSON parser accepts but Windows editors write. */
export const splitByteOrderMark = (text: string): readonly [mark: string, json: string] =>
  text.startsWith(BYTE_ORDER_MARK) ? [BYTE_ORDER_MARK, text.slice(1)] : ["", text]

/** The value that `text` holds; of duplicate keys the last counts, as everywhere. */
export const parseJson = (text: string): Result.Result<unknown, JsonFault> => {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  if (isTooDeep(json)) {
    return Result.fail(
      new JsonFault({ problem: "too_deep", explanation: `nested more than ${JSON_DEPTH_MAX} levels deep` })
    )
  }
  try {
    return Result.succeed(JSON.parse(json))
  } catch {
    return Result.fail(syntaxFault(json))
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN_BRACE = 0x7b
const OPEN_BRACKET = 0x5b
const CLOSE_BRACE = 0x7d
const CLOSE_BRACKET = 0x5d

const isTooDeep = (json: string): boolean => {
  // Every level costs an opening and a closing character.
  if (json.length < 2 * JSON_DEPTH_MAX || hasFewOpenings(json)) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at++) {
    const unit = json.charCodeAt(at)
    if (inString) {
      if (unit === BACKSLASH) at++
      else if (unit === QUOTE) inString = false
    } else if (unit === QUOTE) inString = true
    else if (unit === OPEN_BRACE || unit === OPEN_BRACKET) {
      if (++depth > JSON_DEPTH_MAX) return true
    } else if (unit === CLOSE_BRACE || unit === CLOSE_BRACKET) depth--
  }
  return false
}

/** No more opening characters than levels allowed: what most files prove at once. */
const hasFewOpenings = (json: string): boolean => {
  let left = JSON_DEPTH_MAX
  for (const opening of ["{", "["]) {
    for (let at = json.indexOf(opening); at >= 0; at = json.indexOf(opening, at + 1))
      if (--left < 0) return false
  }
  return true
}

const syntaxFault = (json: string): JsonFault => {
  if (json.trim() === "") return new JsonFault({ problem: "empty", explanation: "the file is empty" })
  const at = firstFault(json)
  const explanation = at >= json.trimEnd().length ? ": it breaks off before its end" : where(json, at)
  return new JsonFault({ problem: "syntax", explanation: `not valid JSON${explanation}` })
}

const where = (json: string, offset: number): string => {
  let line = 1
  let lineStart = 0
  for (let at = json.indexOf("\n"); at >= 0 && at < offset; at = json.indexOf("\n", at + 1)) {
    line++
    lineStart = at + 1
  }
  return `, at line ${line}, column ${offset - lineStart + 1}`
}
