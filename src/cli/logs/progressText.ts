/** How far a run is, in one line: its downloads as one, or what it waits for. */
import type { ProgressEvent } from "../../ports/Progress.ts"
import { displayWidth } from "../view/text/displayWidth.ts"
import { safeText } from "../view/text/safeText.ts"

const MIB = 1024 * 1024

const BAR = 20

/** A wait that has not ended. */
export interface Wait {
  readonly what: string
  readonly sinceMs: number
}

const size = (bytes: number): string =>
  bytes < MIB ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / MIB).toFixed(1)} MiB`

const bar = (part: number): string => {
  const full = Math.min(BAR, Math.floor(part * BAR))
  return `[${"#".repeat(full)}${"-".repeat(BAR - full)}]`
}

const sum = (numbers: ReadonlyArray<number | undefined>): number | undefined =>
  numbers.reduce((total, one) => (total === undefined || one === undefined ? undefined : total + one), 0)

/** Which part of a plugin is there; what its server does not tell the size of counts when it has come. */
const partOf = ({ bytes = 0, bytesTotal, step }: ProgressEvent): number => {
  if (step === "unpacking" || step === "checking") return 1
  return bytesTotal === undefined || bytesTotal === 0 ? 0 : bytes / bytesTotal
}

/** One step of one plugin, without how far it is. */
export const stepText = ({ plugin, step }: ProgressEvent): string => `${safeText(plugin)}: ${step}`

/** The newest event of each plugin of the run, the newest last. */
export const downloadsText = (events: ReadonlyArray<ProgressEvent>): string => {
  const last = events.at(-1)
  if (last === undefined) return ""
  const loaded = events.reduce((total, { bytes = 0 }) => total + bytes, 0)
  const all = sum(events.map(({ bytesTotal }) => bytesTotal))
  const amount =
    loaded === 0 ? "" : all === undefined ? ` ${size(loaded)}` : ` ${size(loaded)} of ${size(all)}`
  if (events.length === 1)
    return stepText(last) + amount + (loaded === 0 || all === undefined ? "" : ` ${bar(loaded / all)}`)
  // How many plugins there are is known from the start, how many bytes only when the last of them is asked for.
  const part = events.reduce((total, event) => total + partOf(event), 0) / events.length
  return `${events.length} plugins ${bar(part)}${amount}; ${stepText(last)}`
}

/** Since when, and for how long already: a glance at the clock tells whether anything moves. */
export const sinceText = (sinceMs: number, nowMs: number): string =>
  `since ${new Date(sinceMs).toTimeString().slice(0, 8)} (${Math.floor((nowMs - sinceMs) / 1000)} s)`

export const waitText = ({ sinceMs, what }: Wait, nowMs: number): string =>
  `waiting for ${safeText(what)}, ${sinceText(sinceMs, nowMs)}`

/** What a terminal has room for: a line that is longer would be wrapped, and could not be rewritten. */
export const fitted = (line: string, columns: number): string => {
  if (displayWidth(line) < columns) return line
  let [kept, width] = ["", 1]
  for (const character of line) {
    width += displayWidth(character)
    if (width >= columns) break
    kept += character
  }
  return `${kept}…`
}
