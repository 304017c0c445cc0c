/** What a target is given: named pieces of bytes, such as the files of an installation or words of a command line. */

export type Pieces = ReadonlyMap<string, Uint8Array>

const encoder = new TextEncoder()
const lenient = new TextDecoder("utf-8", { ignoreBOM: true })

export const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? encoder.encode(content) : content

export const textOf = (bytes: Uint8Array): string => lenient.decode(bytes)

export const pieces = (named: { readonly [name: string]: string | Uint8Array }): Pieces =>
  new Map(Object.entries(named).map(([name, content]) => [name, bytesOf(content)]))

/** The text of one piece; empty where a shrunken input has lost it. */
export const textIn = (input: Pieces, name: string): string => textOf(input.get(name) ?? new Uint8Array())

export const sizeOf = (input: Pieces): number =>
  [...input].reduce((size, [name, bytes]) => size + name.length + bytes.byteLength, 0)

const isUtf8 = (bytes: Uint8Array): boolean => {
  const again = bytesOf(textOf(bytes))
  return again.byteLength === bytes.byteLength && again.every((byte, at) => byte === bytes[at])
}

/** A long run of one short text, as an expression: `"[1},".repeat(100000)`. */
const withoutRuns = (text: string): string => {
  const parts: Array<string> = []
  let plain = ""
  const flush = () => {
    if (plain !== "") parts.push(JSON.stringify(plain))
    plain = ""
  }
  for (let at = 0; at < text.length;) {
    const run = runAt(text, at)
    if (run === undefined) {
      plain += text[at]
      at++
    } else {
      flush()
      parts.push(`${JSON.stringify(run.unit)}.repeat(${run.times})`)
      at += run.unit.length * run.times
    }
  }
  flush()
  return parts.length === 0 ? '""' : parts.join(" + ")
}

const UNIT_MAX = 24
const RUN_MIN = 64

const runAt = (text: string, at: number): { readonly unit: string; readonly times: number } | undefined => {
  for (let length = 1; length <= UNIT_MAX; length++) {
    const unit = text.slice(at, at + length)
    if (unit.length < length || !text.startsWith(unit, at + length)) continue
    let times = 2
    while (text.startsWith(unit, at + times * length)) times++
    if (times * length >= RUN_MIN) return { unit, times }
  }
  return undefined
}

/** Characters that an editor, or a reader, would not see as they are. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSEEN = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/gu

const escaped = (expression: string): string =>
  expression.replaceAll(UNSEEN, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)

const expressionOf = (bytes: Uint8Array): string =>
  isUtf8(bytes)
    ? escaped(withoutRuns(textOf(bytes)))
    : `Buffer.from(${JSON.stringify(Buffer.from(bytes).toString("base64"))}, "base64")`

/** The input as the source text of a row of `regressions.ts`. */
export const asSource = (input: Pieces): string =>
  `{ ${[...input].map(([name, bytes]) => `${JSON.stringify(name)}: ${expressionOf(bytes)}`).join(", ")} }`
