/** Pure: drift and repairs over time, for the picture's summary and its table. */
import type { PassSummary } from "../../../domain/Controller.ts"
import { count } from "../words/count.ts"

export const SPANS = ["hour", "day", "all"] as const
export type Span = (typeof SPANS)[number]

export const spanLabel: { readonly [span in Span]: string } = {
  hour: "Last hour",
  day: "Last day",
  all: "All"
}

const HOUR_MS = 3_600_000

/** `failed` and `manual` together: what was still wrong after a pass. */
export const leftOver = ({ failed, manual }: PassSummary): number => failed + manual

export const startedMs = ({ started_at }: PassSummary): number => Date.parse(started_at)

export const oldestFirst = (passes: ReadonlyArray<PassSummary>): ReadonlyArray<PassSummary> =>
  passes.toSorted((a, b) => startedMs(a) - startedMs(b))

/** Where a span begins. All of them together begin with the first pass, an hour ago at the latest. */
export const beginMs = (passes: ReadonlyArray<PassSummary>, span: Span, nowMs: number): number => {
  switch (span) {
    case "hour":
      return nowMs - HOUR_MS
    case "day":
      return nowMs - 24 * HOUR_MS
    case "all":
      return Math.min(nowMs - HOUR_MS, ...passes.map(startedMs))
  }
}

export const summary = (passes: ReadonlyArray<PassSummary>): string => {
  if (passes.length === 0) return "No look at the sign falls into this time."
  const repaired = passes.reduce((sum, { fixed }) => sum + fixed, 0)
  const blind = passes.filter(({ result }) => result === "could_not_tell").length
  const done = `${count(passes.length, "look")} at the sign, ${count(repaired, "repair")}`
  if (blind === passes.length) return `${done}; what is left over is not known: a file could not be read.`
  const most = Math.max(...passes.map(leftOver))
  const left = most === 0 ? "never anything left over" : `at most ${count(most, "thing")} left over`
  return blind === 0 ? `${done}, ${left}.` : `${done}, ${left}; ${blind} could not read a file.`
}

/** The passes in which something happened, newest first; the others say nothing in a table. */
export const notable = (passes: ReadonlyArray<PassSummary>, max: number): ReadonlyArray<PassSummary> =>
  passes
    .filter(({ found, result }) => found > 0 || result !== "in_sync")
    .toReversed()
    .slice(0, max)
