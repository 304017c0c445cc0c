/**
 * Times as Python's `datetime.isoformat()` writes them and `fromisoformat()` (3.11 and later) reads them.
 * LEDMatrix stores local times without a zone.
 */

/** With separators or without, never both in one. */
const DATE = /^(\d{4})(?:-(\d{2})-(\d{2})|(\d{2})(\d{2})|-W(\d{2})(?:-([1-7]))?|W(\d{2})([1-7])?)/u
const TIME =
  /^(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d+))?)?|(\d{2})(?:(\d{2})(?:[.,](\d+))?)?)?(Z|[+-]\d{2}(?::\d{2}(?::\d{2}(?:\.\d{1,6})?)?|\d{2}(?:\d{2}(?:\.\d{1,6})?)?)?)?$/u

/** `Date.UTC(99, …)` means 1999: the year has to be set apart. */
const utcDay = (year: number, month: number, day: number): Date => {
  const at = new Date(Date.UTC(2000, 0, 1))
  at.setUTCFullYear(year, month - 1, day)
  return at
}

const daysInMonth = (year: number, month: number): number => utcDay(year, month + 1, 0).getUTCDate()

const weekExists = (year: number, week: number): boolean => {
  if (week < 53) return week >= 1
  const startsOn = utcDay(year, 1, 1).getUTCDay()
  const leap = daysInMonth(year, 2) === 29
  return week === 53 && (startsOn === 4 || (leap && startsOn === 3))
}

interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly rest: string
}

const readDate = (text: string): Parts | undefined => {
  const found = DATE.exec(text)
  if (found === null) return undefined
  const [all, y, m1, d1, m2, d2, w1, wd1, w2, wd2] = found
  const year = Number(y)
  if (year < 1) return undefined
  const rest = text.slice(all.length)
  const w = w1 ?? w2
  if (w !== undefined) {
    if (!weekExists(year, Number(w))) return undefined
    const sinceMonday = (utcDay(year, 1, 4).getUTCDay() + 6) % 7
    const at = utcDay(year, 1, 4 - sinceMonday + (Number(w) - 1) * 7 + Number(wd1 ?? wd2 ?? "1") - 1)
    return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate(), rest }
  }
  const month = Number(m1 ?? m2)
  const day = Number(d1 ?? d2)
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
  return exists ? { year, month, day, rest } : undefined
}

/** `undefined` where Python refuses it: an offset has to be less than a day. */
const offsetMs = (zone: string): number | undefined => {
  if (zone === "Z") return 0
  const [digits = "", fraction = "0"] = zone.slice(1).replaceAll(":", "").split(".")
  const part = (at: number): number => Number(digits.slice(at, at + 2) || "0")
  const ms = ((part(0) * 60 + part(2)) * 60 + part(4) + Number(`0.${fraction}`)) * 1000
  if (part(2) > 59 || part(4) > 59 || ms >= 86_400_000) return undefined
  return zone.startsWith("-") ? -ms : ms
}

/** `new Date(99, …)` means 1999: the year has to be set apart. */
const localMs = (
  year: number,
  month: number,
  day: number,
  time: readonly [number, number, number, number]
): number => {
  const at = new Date(2000, 0, 1, ...time)
  at.setFullYear(year, month - 1, day)
  return at.getTime()
}

const utcMs = (
  year: number,
  month: number,
  day: number,
  time: readonly [number, number, number, number]
): number => {
  const at = new Date(Date.UTC(2000, 0, 1, ...time))
  at.setUTCFullYear(year, month - 1, day)
  return at.getTime()
}

interface Instant {
  readonly ms: number
  /** Without a zone, and so by the clock of this machine. */
  readonly local: boolean
}

const readInstant = (text: string): Instant | undefined => {
  const date = readDate(text)
  if (date === undefined) return undefined
  const { year, month, day, rest } = date
  if (rest === "") return { ms: localMs(year, month, day, [0, 0, 0, 0]), local: true }
  const separator = rest.codePointAt(0) ?? 0
  const found = TIME.exec(rest.slice(separator > 0xffff ? 2 : 1))
  if (found === null) return undefined
  const [, h, min1, s1, f1, min2, s2, f2, zone] = found
  const hour = Number(h)
  const minute = Number(min1 ?? min2 ?? "0")
  const second = Number(s1 ?? s2 ?? "0")
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const time = [hour, minute, second, Math.floor(Number(`0.${f1 ?? f2 ?? "0"}`) * 1000)] as const
  if (zone === undefined) return { ms: localMs(year, month, day, time), local: true }
  const offset = offsetMs(zone)
  return offset === undefined ? undefined : { ms: utcMs(year, month, day, time) - offset, local: false }
}

/**
 * Milliseconds since the epoch of what `fromisoformat` would read from `text`; `undefined` where it would
 * raise. A time without a zone is local.
 */
export const isoTimeMs = (text: string): number | undefined => readInstant(text)?.ms

const DAY_MS = 86_400_000

/**
 * The latest that a time can mean, as `isoTimeMs`. A local time in the hour that comes twice when clocks are set back
 * does not tell which of the two it is.
 */
export const latestIsoTimeMs = (text: string): number | undefined => {
  const instant = readInstant(text)
  if (instant === undefined || !instant.local) return instant?.ms
  const first = instant.ms
  const behindMinutes = (ms: number): number => new Date(ms).getTimezoneOffset()
  const afterwards = behindMinutes(first + DAY_MS)
  const second = first + (afterwards - behindMinutes(first)) * 60_000
  return second > first && behindMinutes(second) === afterwards ? second : first
}

/** As LEDMatrix writes them, on days that every month has. */
const USUAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{6})?$/u

/** Whether `fromisoformat` would read `text`. Thousands of records are asked: the usual spelling is quick. */
export const isIsoTime = (text: string): boolean =>
  (USUAL.test(text) && !text.startsWith("0000")) || isoTimeMs(text) !== undefined

const pad = (value: number, width: number): string => String(value).padStart(width, "0")

/** Local time without zone, as `datetime.now().isoformat()` prints it: `2026-04-08T09:13:02.654000`. */
export const localIsoTime = (ms: number): string => {
  const at = new Date(ms)
  const date = `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1, 2)}-${pad(at.getDate(), 2)}`
  const time = `${pad(at.getHours(), 2)}:${pad(at.getMinutes(), 2)}:${pad(at.getSeconds(), 2)}`
  const fraction = at.getMilliseconds() === 0 ? "" : `.${pad(at.getMilliseconds(), 3)}000`
  return `${date}T${time}${fraction}`
}
