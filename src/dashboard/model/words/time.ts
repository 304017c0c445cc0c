/** Pure: times as people say them. The zone is the browser's, the language the page's. */

const UNITS: ReadonlyArray<readonly [Intl.RelativeTimeFormatUnit, number]> = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000]
]

const LANGUAGE = "en"

const relative = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: "auto" })

/** `2 minutes ago`, `just now`. A clock that was set back makes no future of the past. */
export const ago = (iso: string, nowMs: number): string => {
  const ms = Math.max(0, nowMs - Date.parse(iso))
  if (Number.isNaN(ms)) return "at an unknown time"
  for (const [unit, size] of UNITS) if (ms >= size) return relative.format(-Math.floor(ms / size), unit)
  return "just now"
}

/** `for 2 hours`: how long something has been so. */
export const forWhile = (iso: string, nowMs: number): string => {
  const ms = Math.max(0, nowMs - Date.parse(iso))
  if (Number.isNaN(ms)) return "since an unknown time"
  for (const [unit, size] of UNITS) {
    const n = Math.floor(ms / size)
    if (n >= 1) return `for ${n} ${unit}${n === 1 ? "" : "s"}`
  }
  return "for less than a minute"
}

const exactly = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" })
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" })
const day = new Intl.DateTimeFormat("en-GB", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric"
})

const formatted = (format: Intl.DateTimeFormat, iso: string): string => {
  const ms = Date.parse(iso)
  return Number.isNaN(ms) ? iso : format.format(ms)
}

export const exactTime = (iso: string): string => formatted(exactly, iso)
export const clockTime = (iso: string): string => formatted(clock, iso)
export const dayOf = (iso: string): string => formatted(day, iso)

/** `in 5 s`, `in 3 min`; how long something waits. */
export const inWhile = (ms: number): string => {
  const seconds = Math.ceil(ms / 1000)
  if (seconds <= 0) return "now"
  return seconds < 90 ? `in ${seconds} s` : `in ${Math.round(seconds / 60)} min`
}

const ISO = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/gu

/** What the controller says, with its times as people read them here. */
export const withTimes = (text: string): string => text.replace(ISO, exactTime)
