/** How far what LEDMatrix's display published of its plugins can be believed. */

/**
 * `live`: the display runs, and what it published counts. `stale`: it has not published for too long, or its process
 * is gone. `stalled`: its process publishes, but draws nothing any more. `stopped`: it said that it ends. `unknown`:
 * nothing of it can be read.
 */
export const DISPLAY_STATUSES = ["live", "stale", "stalled", "stopped", "unknown"] as const

/** LEDMatrix's word for it. Only a `live` display says anything about a plugin. */
export type DisplayStatus = (typeof DISPLAY_STATUSES)[number]

/** The display, as it was at one moment. Times are milliseconds since the epoch. */
export interface Display {
  readonly status: DisplayStatus
  /** Since when: its start where it is live, its last sign of life where it is not. */
  readonly sinceMs: number | undefined
  /** When it last published. */
  readonly publishedAtMs: number | undefined
  /** Seconds after which what it published counts no more. */
  readonly staleAfter: number | undefined
  /** Seconds since it last drew, where that is known. */
  readonly heartbeatAge: number | undefined
  /** Where it was read: a file, or an address. */
  readonly from: string | undefined
  /** Why nothing of it can be read. */
  readonly problem?: string
}

/** As documents tell of it. */
export interface ReportedDisplay {
  readonly status: DisplayStatus
  /** ISO 8601, UTC. */
  readonly since: string | null
  readonly published_at: string | null
  readonly from: string | null
  readonly problem: string | null
}

/** Beyond this no date can be written. */
const DATE_MAX_MS = 8.64e15

const iso = (ms: number | undefined): string | null =>
  ms === undefined || Math.abs(ms) > DATE_MAX_MS ? null : new Date(ms).toISOString()

/** The display as documents tell of it. */
export const reportedDisplay = (display: Display): ReportedDisplay => ({
  status: display.status,
  since: iso(display.sinceMs),
  published_at: iso(display.publishedAtMs),
  from: display.from ?? null,
  problem: display.problem ?? null
})

const MEANINGS: { readonly [status in DisplayStatus]: string } = {
  live: "LEDMatrix's display runs",
  stale: "LEDMatrix's display has not published for too long, or its process is gone",
  stalled: "LEDMatrix's display hangs: it draws nothing any more",
  stopped: "LEDMatrix's display was stopped",
  unknown: "LEDMatrix's display has published nothing that can be read"
}

/** One line for people: which it is, and since when. */
export const displayLine = ({ from, problem, published_at, since, status }: ReportedDisplay): string => {
  const why = problem === null ? "" : ` (${problem})`
  const when = since === null ? "" : `, since ${since}`
  const last = published_at === null ? "" : `; it last published at ${published_at}`
  const where = from === null || problem !== null ? "" : `, in ${from}`
  return `${MEANINGS[status]}${why} (${status}${when})${last}${where}`
}
