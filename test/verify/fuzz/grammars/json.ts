/** JSON texts as no program would write them, and texts that only look like JSON. Grammars of documents build on it. */
import { run } from "../harness/inputs/mutate.ts"
import { bytesOf, textOf } from "../harness/inputs/Pieces.ts"
import type { Random } from "../harness/inputs/Random.ts"

/** Makes a text of one kind. */
export type Make = (random: Random) => string

export const constant =
  (text: string): Make =>
  () =>
    text

export const anyOf =
  (...makers: readonly [Make, ...ReadonlyArray<Make>]): Make =>
  (random) =>
    random.pick(makers)(random)

export const boolean = anyOf(constant("true"), constant("false"))

/** Mostly as it should be. */
export const mostly =
  (make: Make, else_: Make): Make =>
  (random) =>
    (random.oneIn(6) ? else_ : make)(random)

const SPACES = ["", "", "", " ", "\n", "\r\n", "\t", "  \n    "] as const

export const space: Make = (random) => random.pick(SPACES)

const SCALARS = [
  "null",
  "true",
  "false",
  "0",
  "-0",
  "1.0",
  "1E5",
  "1e999",
  "-1e999",
  "12345678901234567890",
  "0.1000000000000000055511151231257827",
  "[]",
  "{}",
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '"\\ud83d\\ude00"',
  '"\u2028"'
] as const

/** What looks like a value to a person, or to a parser that is not strict. */
const NO_VALUES = [
  "NaN",
  "Infinity",
  "undefined",
  "'a'",
  "01",
  "+1",
  ".5",
  "1.",
  "0x1F",
  "tru",
  "\u00a0",
  ",",
  "]"
] as const

/** Keys that are something else in a language, a file system, or LEDMatrix. */
const ODD_KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "",
  " ",
  "enabled",
  "version",
  "id",
  "plugins",
  "states",
  "é",
  "0",
  "-1",
  "\\u0061"
] as const

/** A text inside quotes. Now and then a run of something short, which a pattern may choke on. */
export const quoted = (random: Random, text: string): string => {
  const plain = JSON.stringify(text)
  if (!random.oneIn(12)) return plain
  return plain.replace(/[a-z]/u, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`)
}

const UNITS = [
  "a",
  "1",
  " ",
  "\t",
  "/",
  "\\",
  '"',
  "'",
  "(",
  ")",
  ".",
  "..",
  "../",
  "-",
  "0.",
  "1.0-",
  "|| ",
  ">=1.0.0 ",
  "{version}",
  "%2e",
  "@",
  "://",
  ":",
  "#",
  "\n",
  "e\u0301",
  "ı",
  "😀",
  "\ud800",
  "a1",
  "-a",
  "+"
] as const

/** Short texts, odd ones, and long runs between what may be around them. */
export const strange: Make = (random) => {
  const unit = random.pick(UNITS)
  const pumped = textOf(run(random, bytesOf(unit)))
  return random.choose([
    () => unit,
    () => unit + random.pick(UNITS),
    () => pumped,
    () => random.pick(UNITS) + pumped + random.pick(UNITS)
  ])
}

export const string =
  (make: Make): Make =>
  (random) =>
    quoted(random, make(random))

export const scalar: Make = anyOf((random) => random.pick(SCALARS), string(strange))

/** Brackets within brackets, closed or not. */
const deep: Make = (random) => {
  const levels = random.pick([3, 200, 511, 512, 513, 5000, 20_000] as const)
  const [open, close] = random.pick<readonly [string, string]>([
    ["[", "]"],
    ['{"a":', "}"],
    ["[", "}"],
    ["[1},", ""]
  ])
  return (
    open.repeat(levels) +
    (open === "[" || open === "[1}," ? "" : "1") +
    close.repeat(random.oneIn(3) ? levels - 1 : levels)
  )
}

/** Any value, wrong ones and deep ones included. */
export const junk: Make = (random) =>
  random.choose([
    () => scalar(random),
    () => scalar(random),
    () => (random.oneIn(10) ? random.pick(NO_VALUES) : scalar(random)),
    () => (random.oneIn(4) ? deep(random) : scalar(random)),
    () => list(scalar)(random),
    () => object({ a: scalar, enabled: scalar, b: junk })(random)
  ])

export const list =
  (item: Make, most = 6): Make =>
  (random) =>
    `[${space(random)}${random.many(random.size(most), () => item(random) + space(random)).join(`,${space(random)}`)}]`

export type Member = readonly [key: string, value: string]

const printed = (random: Random, members: ReadonlyArray<Member>): string => {
  const gap = space(random)
  const body = members.map(
    ([key, value]) => `${gap}${quoted(random, key)}${space(random)}:${space(random)}${value}${space(random)}`
  )
  return `{${body.join(",")}${gap}}`
}

/** The members, some of them missing, doubled, wrong, or in another order, and now and then a stranger. */
export const members = (random: Random, all: ReadonlyArray<Member>): string => {
  const kept = all.flatMap((member): ReadonlyArray<Member> => {
    if (random.oneIn(14)) return []
    const one: Member = random.oneIn(14) ? [member[0], junk(random)] : member
    return random.oneIn(30) ? [one, [one[0], junk(random)]] : [one]
  })
  const strangers = random.many(random.oneIn(6) ? 1 : 0, (): Member => [random.pick(ODD_KEYS), junk(random)])
  const ordered = [...kept, ...strangers]
  return printed(random, random.oneIn(5) ? ordered.toReversed() : ordered)
}

export const object =
  (fields: { readonly [key: string]: Make }): Make =>
  (random) =>
    members(
      random,
      Object.entries(fields).map(([key, make]): Member => [key, make(random)])
    )

/** A table of things by id. */
export const table =
  (key: Make, value: (random: Random, id: string) => string, most = 5): Make =>
  (random) =>
    members(
      random,
      random.many(random.size(most), (): Member => {
        const id = key(random)
        return [id, value(random, id)]
      })
    )

/** What may stand around a document. */
export const document =
  (make: Make): Make =>
  (random) =>
    (random.oneIn(20) ? "\ufeff" : "") +
    space(random) +
    make(random) +
    space(random) +
    (random.oneIn(40) ? random.pick(NO_VALUES) : "")
