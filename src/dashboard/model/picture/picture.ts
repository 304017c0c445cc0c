/**
 * Pure: the picture of drift and repairs, on a sheet of 1000 by 100. What was left over is a line with steps,
 * since it stays so until the next pass; a repair is a bar, since it happens once.
 */
import type { PassSummary } from "../../../domain/Controller.ts"
import { leftOver, startedMs } from "./passHistory.ts"
import { countTicks, timeTicks } from "./ticks.ts"

export const SHEET = { width: 1000, height: 100 }

export interface Tick {
  /** On the sheet. */
  readonly at: number
  readonly label: string
}

export interface Picture {
  /** The passes that lie in it, and where. */
  readonly points: ReadonlyArray<{ readonly x: number; readonly pass: PassSummary }>
  /** Path of what was left over; empty where nothing is known. */
  readonly line: string
  /** The same, closed along the bottom. */
  readonly area: string
  /** Path of the repairs. */
  readonly bars: string
  readonly times: ReadonlyArray<Tick>
  readonly counts: ReadonlyArray<Tick>
}

/** Before anything is known. */
export const blankSheet: Picture = { points: [], line: "", area: "", bars: "", times: [], counts: [] }

/** `passes` in order; one that lies before the beginning tells how it stood then. */
export const picture = (passes: ReadonlyArray<PassSummary>, fromMs: number, toMs: number): Picture => {
  const shown = passes.filter((pass) => startedMs(pass) >= fromMs && startedMs(pass) <= toMs)
  const before = passes.findLast((pass) => startedMs(pass) < fromMs)
  const counts = countTicks(
    Math.max(
      ...[...shown, ...(before ? [before] : [])].map((pass) => Math.max(leftOver(pass), pass.fixed)),
      0
    )
  )
  const top = counts.at(-1) ?? 1
  const x = (ms: number): number => Math.round(((ms - fromMs) / Math.max(1, toMs - fromMs)) * SHEET.width)
  const y = (n: number): number => Math.round((1 - n / top) * SHEET.height)
  const points = shown.map((pass) => ({ x: x(startedMs(pass)), pass }))
  const steps = [...(before ? [{ x: 0, pass: before }] : []), ...points]
  const [first] = steps
  const line =
    first === undefined
      ? ""
      : `M${first.x} ${y(leftOver(first.pass))}${steps
          .slice(1)
          .map((step) => `H${step.x}V${y(leftOver(step.pass))}`)
          .join("")}H${SHEET.width}`
  return {
    points,
    line,
    area: first === undefined ? "" : `${line}V${SHEET.height}H${first.x}z`,
    bars: points
      .filter(({ pass }) => pass.fixed > 0)
      .map((point) => `M${point.x} ${SHEET.height}V${y(point.pass.fixed)}`)
      .join(""),
    times: timeTicks(fromMs, toMs).map(({ label, ms }) => ({ at: x(ms), label })),
    counts: counts.map((n) => ({ at: y(n), label: String(n) }))
  }
}

/** The pass nearest to a place on the sheet. */
export const nearestPoint = (points: Picture["points"], x: number): Picture["points"][number] | undefined =>
  points.reduce<Picture["points"][number] | undefined>(
    (best, point) => (best === undefined || Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best),
    undefined
  )
