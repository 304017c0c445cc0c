/** JSON text as Python's `json.dumps` prints it: LEDMatrix's own style, non-ASCII escaped. */
import { isJsonObject, type JsonValue } from "./JsonValue.ts"

export interface JsonStyle {
  /** One level of indentation; `undefined` keeps a value on one line. */
  readonly indent: string | undefined
  readonly lineEnd: string
  /** What stands between a key and its value. */
  readonly colon: string
  /** What stands between values on one line. */
  readonly comma: string
}

/** Prints `value` as it stands after `base`, the indentation of the line it begins on. */
export const printJson = (value: JsonValue, style: JsonStyle, base = ""): string => {
  if (Array.isArray(value)) {
    return block(
      "[",
      "]",
      value.map((item: JsonValue) => [undefined, item] as const),
      style,
      base
    )
  }
  if (isJsonObject(value)) {
    return block("{", "}", Object.entries(value), style, base)
  }
  return typeof value === "string" ? printString(value) : JSON.stringify(value)
}

/** As `json.dumps(value, indent=indent)`. */
export const pythonJson = (value: JsonValue, options: { readonly indent: number }): string =>
  printJson(value, { indent: " ".repeat(options.indent), lineEnd: "\n", colon: ": ", comma: ", " })

export const printString = (text: string): string =>
  JSON.stringify(text).replace(/[\u{7f}-\u{10ffff}]/gu, (unit) =>
    [...Array(unit.length).keys()].map((at) => escaped(unit.charCodeAt(at))).join("")
  )

const escaped = (unit: number): string => `\\u${unit.toString(16).padStart(4, "0")}`

const block = (
  open: string,
  close: string,
  items: ReadonlyArray<readonly [string | undefined, JsonValue]>,
  style: JsonStyle,
  base: string
): string => {
  if (items.length === 0) return open + close
  const inner = style.indent === undefined ? base : base + style.indent
  const printed = items.map(
    ([key, item]) => (key === undefined ? "" : printString(key) + style.colon) + printJson(item, style, inner)
  )
  return style.indent === undefined
    ? open + printed.join(style.comma) + close
    : open +
        style.lineEnd +
        printed.map((item) => inner + item).join(`,${style.lineEnd}`) +
        style.lineEnd +
        base +
        close
}
