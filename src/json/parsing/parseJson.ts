/** Strict JSON, as LEDMatrix's Python reads it, but for `NaN`: no comments, no trailing commas, no byte-order mark. */
import { Data, Result } from "effect"
import { explainFault } from "./explainFault.ts"
import { parseSpelled } from "../spelledNumber.ts"

/** Python's parser fails a little below 1000 levels; what LEDMatrix cannot read is not read here either. */
export const JSON_DEPTH_MAX = 512

/** Why a text is no JSON. Says where, never which value stands there: the file may hold secrets. */
export class JsonFault extends Data.TaggedError("JsonFault")<{
  readonly problem: "empty" | "syntax" | "too_deep" | "byte_order_mark"
  readonly explanation: string
  /** Where a text stops being JSON, counted from 1; absent where no line is to blame. */
  readonly line?: number
}> {
  override get message(): string {
    return this.explanation
  }
}

const BYTE_ORDER_MARK = "\uFEFF"

/**
 * What is behind a byte-order mark. LEDMatrix's Python refuses a file that begins with one, and accepts it in what
 * comes over the network.
 */
export const withoutByteOrderMark = (text: string): string =>
  text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text

/** The value that `text` holds; of duplicate keys the last counts, as everywhere. */
export const parseJson = (text: string): Result.Result<unknown, JsonFault> => parseBy(JSON.parse, text)

/** The same with numbers as they are spelled, for what is printed again. */
export const parseJsonSpelled = (text: string): Result.Result<unknown, JsonFault> =>
  parseBy(parseSpelled, text)

const parseBy = (parse: (json: string) => unknown, text: string): Result.Result<unknown, JsonFault> => {
  if (text.startsWith(BYTE_ORDER_MARK)) {
    return fault("byte_order_mark", "it begins with a byte-order mark, and LEDMatrix cannot read it so")
  }
  if (isTooDeep(text)) return fault("too_deep", `nested more than ${JSON_DEPTH_MAX} levels deep`)
  try {
    return Result.succeed(parse(text))
  } catch {
    return syntaxFault(text)
  }
}

const fault = (problem: JsonFault["problem"], explanation: string) =>
  Result.fail(new JsonFault({ problem, explanation }))

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

const syntaxFault = (json: string) => {
  if (json.trim() === "") return fault("empty", "the file is empty")
  if (/^\0+$/u.test(json)) return fault("empty", "it holds nothing but zero bytes, as after a power cut")
  return Result.fail(new JsonFault({ problem: "syntax", ...explainFault(json) }))
}
