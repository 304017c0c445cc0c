/**
 * Numbers as they are spelled. `1.0` and integers of many digits become others when they are printed as JavaScript prints
 * numbers; Python, which reads these files, knows the difference. Such a number is kept as JavaScript's raw JSON.
 */

type RawNumber = { readonly rawJSON: string }

declare global {
  // Known to Node since 21, and not yet to the compiler.
  interface JSON {
    rawJSON: (text: string) => RawNumber
    isRawJSON: (value: unknown) => value is RawNumber
    // oxlint-disable-next-line typescript/method-signature-style -- one more way of calling it
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown
    ): unknown
  }
}

/** Whether a value is a number whose spelling is kept. */
export const isSpelledNumber = (value: unknown): value is RawNumber => JSON.isRawJSON(value)

/** The number that JavaScript reads; `undefined` of what is none. */
export const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" ? value : isSpelledNumber(value) ? Number(value.rawJSON) : undefined

/** How a number may end that is printed otherwise than it is spelled. Each part is bounded, or goes through no digit twice. */
const ODD = /(?:\.\d*0|[eE][+-]?\d+|[\d.]{15}|-0)(?=[\s,}\]])/u

/** `JSON.parse`, with the spelling of each number that would be printed otherwise. */
export const parseSpelled = (json: string): unknown =>
  ODD.test(json)
    ? JSON.parse(json, (_, value, { source }) =>
        Number.isFinite(value) && source !== undefined && source !== String(value)
          ? JSON.rawJSON(source)
          : value
      )
    : JSON.parse(json)

/** Equal as numbers: by all digits where both have their spelling, else as JavaScript reads them. */
export const isSameNumber = (a: unknown, b: unknown): boolean =>
  isSpelledNumber(a) && isSpelledNumber(b)
    ? decimalOf(a.rawJSON) === decimalOf(b.rawJSON)
    : numberOf(a) !== undefined && Object.is(numberOf(a), numberOf(b))

/** One spelling of each number: `1.50` and `15e-1` are `0.15e1`. */
const decimalOf = (text: string): string => {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/u.exec(text) ?? []
  const digits = (whole + fraction).replace(/^0+/u, "")
  const short = digits.replace(/0+$/u, "")
  return short === "" ? `${sign}0` : `${sign}0.${short}e${Number(exponent) - fraction.length + digits.length}`
}
