/** Pure: findings that a person wants to hear nothing of for a while. It is only this browser that keeps still. */
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { reportedKey } from "./standing.ts"
import { exactTime } from "../words/time.ts"

export interface Snooze {
  /** What the finding was then: another one is heard of at once. */
  readonly of: string
  /** Milliseconds of the browser's clock; none: until it changes. */
  readonly untilMs: number | undefined
}

export type Snoozes = ReadonlyMap<string, Snooze>

export const DAY_MS = 86_400_000

/** Without its sentences, which may hold times. */
const lookOf = ({ current_state, expected_state, fix_action, outcome, right_key }: ReportedFinding): string =>
  JSON.stringify([current_state, expected_state, fix_action, outcome.status, outcome.error?.code, right_key])

export const snoozed = (snoozes: Snoozes, finding: ReportedFinding, untilMs: number | undefined): Snoozes =>
  new Map(snoozes).set(reportedKey(finding), { of: lookOf(finding), untilMs })

export const woken = (snoozes: Snoozes, finding: ReportedFinding): Snoozes =>
  new Map([...snoozes].filter(([key]) => key !== reportedKey(finding)))

export const snoozeOf = (snoozes: Snoozes, finding: ReportedFinding, nowMs: number): Snooze | undefined => {
  const snooze = snoozes.get(reportedKey(finding))
  if (snooze === undefined || snooze.of !== lookOf(finding)) return undefined
  return snooze.untilMs === undefined || snooze.untilMs > nowMs ? snooze : undefined
}

export const snoozeWords = ({ untilMs }: Snooze): string =>
  untilMs === undefined
    ? "Snoozed in this browser until it changes."
    : `Snoozed in this browser until ${exactTime(new Date(untilMs).toISOString())}, or until it changes.`

/** As the browser keeps them. What has run out is not kept. */
export const snoozesText = (snoozes: Snoozes, nowMs: number): string =>
  JSON.stringify([...snoozes].filter(([, { untilMs }]) => untilMs === undefined || untilMs > nowMs))

const isSnooze = (value: unknown): value is Snooze =>
  typeof value === "object" &&
  value !== null &&
  "of" in value &&
  typeof value.of === "string" &&
  (!("untilMs" in value) || value.untilMs === undefined || typeof value.untilMs === "number")

/** Anything else counts as nothing. */
export const readSnoozes = (text: string | null): Snoozes => {
  try {
    const content: unknown = JSON.parse(text ?? "[]")
    if (!Array.isArray(content)) return new Map()
    return new Map(
      content.flatMap((pair: unknown): ReadonlyArray<readonly [string, Snooze]> => {
        if (!Array.isArray(pair)) return []
        const [key, snooze]: ReadonlyArray<unknown> = pair
        return typeof key === "string" && isSnooze(snooze)
          ? [[key, { of: snooze.of, untilMs: snooze.untilMs }]]
          : []
      })
    )
  } catch {
    return new Map()
  }
}
