/**
 * Pure: repairs that do not last. Another program may undo one as fast as it is made; the two would write for
 * ever, and wear out the card. What had to be repaired three times within ten minutes is contested: its plugin is held
 * twice as long as the quarrel's last turn took, and longer each time.
 */
import { findingKey } from "../../domain/findings/Finding.ts"
import type { Failure } from "../../domain/findings/Outcome.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"
import type { HeldPlugin, HeldPlugins } from "./heldPlugins.ts"
import { unknownWanted } from "./wantedState.ts"

interface RepairRecord {
  readonly id: string
  readonly reason: string
  /** Of late, monotonic milliseconds, the newest last. */
  readonly times: ReadonlyArray<number>
  /** Repairs since it is contested; 0 while it is not. */
  readonly attempts: number
  /** Until when its plugin is held. */
  readonly untilMs: number
  /** When it was last found wrong. */
  readonly foundMs: number
  /** It was wrong at the last pass, and was left so. */
  readonly undone: boolean
}

/** By what identifies a finding. */
export type RepairRecords = ReadonlyMap<string, RepairRecord>

export const noRepairRecords: RepairRecords = new Map()

const WITHIN_MS = 600_000
const TIMES = 3

const CONTESTED: Failure = {
  kind: "transient",
  code: "contested",
  message: "another program undoes the repair again and again; it is tried less and less often"
}

const keyOf = ({ inconsistency_type, plugin_id, reason }: ReportedFinding): string =>
  findingKey({ id: plugin_id, type: inconsistency_type, reason })

/** Between repairs: the pause for so many attempts, and the longest that there is. */
export interface Pauses {
  readonly delayMs: (attempts: number) => number
  readonly capMs: number
}

/** A quarrel has ended once its repair has lasted for ten minutes in which it might have been undone. */
const hasEnded = ({ foundMs, untilMs }: RepairRecord, nowMs: number): boolean =>
  nowMs - Math.max(foundMs, untilMs) >= WITHIN_MS

export const observeRepairs = (
  repairs: RepairRecords,
  findings: ReadonlyArray<ReportedFinding>,
  nowMs: number,
  pauses: Pauses
): RepairRecords => {
  const next = new Map<string, RepairRecord>()
  for (const [key, repaired] of repairs) {
    if (!hasEnded(repaired, nowMs)) next.set(key, { ...repaired, undone: false })
  }
  for (const finding of findings) {
    const key = keyOf(finding)
    const before = next.get(key)
    if (finding.outcome.status === "fixed") next.set(key, repairedAgain(before, finding, nowMs, pauses))
    else if (before !== undefined) next.set(key, { ...before, foundMs: nowMs, undone: true })
  }
  return next
}

const repairedAgain = (
  before: RepairRecord | undefined,
  { plugin_id, reason }: ReportedFinding,
  nowMs: number,
  { capMs, delayMs }: Pauses
): RepairRecord => {
  const last = before?.times.at(-1) ?? nowMs
  const times = [...(before?.times ?? []), nowMs].filter((at) => nowMs - at < WITHIN_MS).slice(-TIMES)
  const contested = times.length === TIMES || (before?.attempts ?? 0) > 0
  const attempts = contested ? (before?.attempts ?? 0) + 1 : 0
  const pause = Math.min(capMs, Math.max(delayMs(attempts), 2 * (nowMs - last)))
  const untilMs = contested ? nowMs + pause : nowMs
  return { id: plugin_id, reason, times, attempts, untilMs, foundMs: nowMs, undone: false }
}

/** Plugins that are held because a repair of them is contested. */
export const contestedPlugins = (repairs: RepairRecords, nowMs: number): HeldPlugins => {
  const held = new Map<string, HeldPlugin>()
  for (const { attempts, id, untilMs } of repairs.values()) {
    if (attempts === 0 || untilMs <= nowMs || (held.get(id)?.untilMs ?? 0) >= untilMs) continue
    // A quarrel changes what is wanted with each turn: that is no news.
    held.set(id, { attempts, error: CONTESTED, untilMs, wanted: unknownWanted })
  }
  return held
}

/** Those of which something is wrong by now: each is due when its time is over. */
export const undoneRepairs = (repairs: RepairRecords): RepairRecords =>
  new Map([...repairs].filter(([, { undone }]) => undone))

/** Whether a change repairs what is contested: its first repairs are in the journal, which the next would crowd out. */
export const isContested = (repairs: RepairRecords): ((plugin: string, reason: string) => boolean) => {
  const contested = new Set(
    [...repairs.values()].flatMap(({ attempts, id, reason }) =>
      attempts === 0 ? [] : [JSON.stringify([id, reason])]
    )
  )
  return (plugin, reason) => contested.has(JSON.stringify([plugin, reason]))
}
