/** Pure: where an axis has its marks, so that they fall on round numbers and full hours. */

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

const STEPS_MS = [
  10 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  7 * DAY_MS
]
const TIMES_MAX = 9
const COUNTS_MAX = 4

const hours = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" })
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" })

/** The time, and at midnight the day. Full hours are those of the place where the browser is. */
export const timeTicks = (
  fromMs: number,
  toMs: number
): ReadonlyArray<{ readonly ms: number; readonly label: string }> => {
  const step =
    STEPS_MS.find((ms) => (toMs - fromMs) / ms <= TIMES_MAX) ?? Math.ceil((toMs - fromMs) / TIMES_MAX)
  const midnight = new Date(fromMs).setHours(0, 0, 0, 0)
  const first = midnight + Math.ceil((fromMs - midnight) / step) * step
  const ticks = []
  for (let ms = first; ms <= toMs; ms += step) {
    const moment = new Date(ms)
    const isDay = step >= DAY_MS || moment.getHours() + moment.getMinutes() === 0
    ticks.push({ ms, label: (isDay ? days : hours).format(moment) })
  }
  return ticks
}

/** From 0 to at least `most`, in steps of 1, 2 or 5 and their tenfold. */
export const countTicks = (most: number): ReadonlyArray<number> => {
  const steps = [1, 2, 5].flatMap((n) => [n, n * 10, n * 100]).toSorted((a, b) => a - b)
  const step = steps.find((n) => most / n <= COUNTS_MAX) ?? 1000
  const top = Math.max(1, Math.ceil(most / step))
  return Array.from({ length: top + 1 }, (_, index) => index * step)
}
