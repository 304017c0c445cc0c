/** Changes of bytes that are already there: what a broken disk, a careless editor or an attacker makes of them. */
import { bytesOf } from "./Pieces.ts"
import type { Random } from "./Random.ts"

type Bytes = Uint8Array

const joined = (...parts: ReadonlyArray<Bytes>): Bytes => Buffer.concat(parts)

/** Two places of `bytes`, the first not behind the second; near to each other more often than not. */
const range = (random: Random, bytes: Bytes): readonly [from: number, to: number] => {
  const from = random.int(bytes.byteLength + 1)
  return [from, Math.min(bytes.byteLength, from + random.size(bytes.byteLength - from))]
}

const replaced = (bytes: Bytes, [from, to]: readonly [number, number], by: Bytes): Bytes =>
  joined(bytes.subarray(0, from), by, bytes.subarray(to))

/** Ends of number ranges, as the byte patterns and digits that parsers stumble over. */
const NUMBERS: readonly [string, ...ReadonlyArray<string>] = [
  "0",
  "-0",
  "-1",
  "1e999",
  "-1e999",
  "1e-999",
  "0.1e+1",
  "2147483647",
  "4294967296",
  "9007199254740993",
  "18446744073709551616",
  "99999999999999999999999999999999",
  "00",
  "0x10",
  "1_000",
  "٣"
]

/** Text that means something to one parser or another. */
const TOKENS: readonly [string, ...ReadonlyArray<string>] = [
  "\u0000",
  "\r\n",
  "\r",
  "\n\n",
  "\t",
  "\u001b[2J",
  "\u202e",
  "\u2028",
  "\ufeff",
  "\\",
  "\\u0000",
  "\\ud800",
  "\\udc00",
  '"',
  "'",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "//",
  "/*",
  "null",
  "true",
  "NaN",
  "-Infinity",
  "__proto__",
  "constructor",
  "toString",
  "../",
  "/",
  "~",
  "%00",
  "%2e%2e",
  "file:///etc/passwd",
  "http://user:secret@example.org/",
  "é",
  "e\u0301",
  "😀",
  "ı",
  "ß",
  "K",
  ".",
  "-",
  "--",
  "=",
  "#",
  ";",
  "(",
  ")"
]

/** What is no UTF-8: a lone continuation, a cut sequence, an overlong one, a surrogate, a byte of UTF-16. */
const NO_TEXT: readonly [Bytes, ...ReadonlyArray<Bytes>] = [
  Uint8Array.of(0x80),
  Uint8Array.of(0xc3),
  Uint8Array.of(0xc0, 0xaf),
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xff, 0xfe),
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80)
]

/** A run is long enough that time which grows with the square of it is seen, and rarely much longer. */
const RUN_BYTES = 96 * 1024
const LONG_RUN_BYTES = 512 * 1024

const runBytes = (random: Random): number => {
  if (!random.oneIn(8)) return 1 + random.size(4096)
  return random.oneIn(12) ? LONG_RUN_BYTES : RUN_BYTES
}

/** A short stretch again and again: what makes a parser that looks twice look for ever. */
export const run = (random: Random, unit: Bytes): Bytes => {
  if (unit.byteLength === 0) return unit
  const times = Math.max(2, Math.floor(runBytes(random) / unit.byteLength))
  return Buffer.alloc(times * unit.byteLength, unit)
}

type Mutation = (random: Random, bytes: Bytes, donor: () => Bytes) => Bytes

const pumped: Mutation = (random, bytes) => {
  const from = random.int(bytes.byteLength + 1)
  const unit = bytes.subarray(from, from + 1 + random.size(16))
  return replaced(bytes, [from, from], run(random, unit))
}

const swappedLines: Mutation = (random, bytes) => {
  const lines = Buffer.from(bytes).toString("latin1").split("\n")
  const [a, b] = [random.int(lines.length), random.int(lines.length)]
  ;[lines[a], lines[b]] = [lines[b] ?? "", lines[a] ?? ""]
  return Buffer.from(lines.join("\n"), "latin1")
}

/** Another number where one stands. */
const renumbered: Mutation = (random, bytes) => {
  const text = Buffer.from(bytes).toString("latin1")
  const numbers = [...text.matchAll(/\d+/gu)]
  const found = numbers[random.int(numbers.length)]
  if (found === undefined) return bytes
  return replaced(bytes, [found.index, found.index + found[0].length], bytesOf(random.pick(NUMBERS)))
}

const MUTATIONS: readonly [Mutation, ...ReadonlyArray<Mutation>] = [
  (random, bytes) => {
    if (bytes.byteLength === 0) return bytes
    const copy = Uint8Array.from(bytes)
    const at = random.int(copy.byteLength)
    copy[at] = (copy[at] ?? 0) ^ (1 << random.int(8))
    return copy
  },
  (random, bytes) => {
    const at = random.int(bytes.byteLength + 1)
    return replaced(bytes, [at, at], Uint8Array.from(random.many(1 + random.size(8), () => random.int(256))))
  },
  (random, bytes) => replaced(bytes, range(random, bytes), new Uint8Array()),
  (random, bytes) => replaced(bytes, range(random, bytes), bytesOf(random.pick(TOKENS))),
  (random, bytes) => {
    const at = random.int(bytes.byteLength + 1)
    return replaced(bytes, [at, at], bytesOf(random.pick(TOKENS)))
  },
  (random, bytes) => {
    const at = random.int(bytes.byteLength + 1)
    return replaced(bytes, [at, at], random.pick(NO_TEXT))
  },
  (random, bytes) => {
    const at = random.int(bytes.byteLength + 1)
    const [from, to] = range(random, bytes)
    return replaced(bytes, [at, at], bytes.subarray(from, to))
  },
  (random, bytes) => bytes.subarray(0, random.int(bytes.byteLength + 1)),
  (random, bytes, donor) => {
    const other = donor()
    return replaced(bytes, range(random, bytes), other.subarray(...range(random, other)))
  },
  (_random, bytes) => joined(bytesOf("\ufeff"), bytes),
  (_random, bytes) => Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("\n", "\r\n"), "latin1"),
  pumped,
  swappedLines,
  renumbered
]

/** `bytes` after a few changes, most often one; `donor` gives something else to take parts from. */
export const mutated = (random: Random, bytes: Bytes, donor: () => Bytes = () => bytes): Bytes => {
  let now = bytes
  for (let left = 1 + random.size(6); left > 0; left--) now = random.pick(MUTATIONS)(random, now, donor)
  return now
}
