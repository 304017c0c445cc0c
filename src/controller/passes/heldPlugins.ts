/**
 * Pure: which plugins are left alone for now, because a repair of them failed. A transient failure waits a
 * growing while; a permanent one waits for a change of what is wanted, or a forced run. Times are monotonic:
 * the wall clock jumps on a Pi, and must neither end nor prolong a pause.
 */
import type { BackOff } from "../../domain/Controller.ts"
import type { Failure } from "../../domain/findings/Outcome.ts"
import { byCodePoint } from "../../domain/plugin/PluginId.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"
import { DOWNLOAD_UNDER_WAY } from "./downloads.ts"
import { sameWanted, type WantedState } from "./wantedState.ts"

export interface HeldPlugin {
  readonly attempts: number
  readonly error: Failure
  /** Monotonic milliseconds; none where the failure is permanent. */
  readonly untilMs: number | undefined
  /** What was wanted of the plugin when it failed. */
  readonly wanted: WantedState
}

export type HeldPlugins = ReadonlyMap<string, HeldPlugin>

export const noneHeld: HeldPlugins = new Map()

export interface BackOffTimes {
  readonly baseMs: number
  readonly capMs: number
}

/** `jitter` is between 0 and 1; what comes out is within a fifth of the exponential step. */
export const delayMs = ({ baseMs, capMs }: BackOffTimes, attempts: number, jitter: number): number =>
  Math.min(capMs, baseMs * 2 ** Math.min(attempts - 1, 40)) * (0.8 + 0.4 * jitter)

export interface PassOutcome {
  readonly findings: ReadonlyArray<ReportedFinding>
  /** Where true, that a plugin has no finding does not mean that it is well. */
  readonly brokenOff: boolean
  /** Plugins that the pass left alone. */
  readonly held: ReadonlySet<string>
  readonly wanted: (id: string) => WantedState
  readonly nowMs: number
  /** The wall clock at that moment, by which a failure may say when it can be tried again. */
  readonly wallMs: number
  readonly jitter: (id: string) => number
  readonly times: BackOffTimes
}

/** What failed is held, longer each time; what did not is forgotten. A plugin that was left alone stays as it is. */
export const afterPass = (heldPlugins: HeldPlugins, pass: PassOutcome): HeldPlugins => {
  const found = new Set(pass.findings.map(({ plugin_id }) => plugin_id))
  const next = new Map([...heldPlugins].filter(([id]) => pass.brokenOff && !found.has(id)))
  for (const [id, error] of worstFailures(pass.findings)) {
    const before = heldPlugins.get(id)
    if (pass.held.has(id)) {
      if (before !== undefined) next.set(id, before)
      continue
    }
    const attempts = (before?.attempts ?? 0) + 1
    const untilMs = error.kind === "transient" ? pass.nowMs + waitMs(error, attempts, id, pass) : undefined
    next.set(id, { attempts, error, untilMs, wanted: pass.wanted(id) })
  }
  return next
}

/** If a failure says when it can be tried again, it is tried then, however often it was tried before. */
const waitMs = ({ retry_at }: Failure, attempts: number, id: string, pass: PassOutcome): number => {
  const told = retry_at === undefined ? NaN : Date.parse(retry_at) - pass.wallMs
  return Number.isNaN(told)
    ? delayMs(pass.times, attempts, pass.jitter(id))
    : Math.min(Math.max(told, 0), pass.times.capMs)
}

/** One failure for each plugin: a transient one before a permanent one, since something may still be done. */
export const worstFailures = (findings: ReadonlyArray<ReportedFinding>): ReadonlyMap<string, Failure> => {
  const failures = new Map<string, Failure>()
  for (const { outcome, plugin_id } of findings) {
    if (outcome.status !== "failed" || outcome.error === undefined) continue
    if (failures.get(plugin_id)?.kind !== "transient") failures.set(plugin_id, outcome.error)
  }
  return failures
}

/** Without those of whose plugin something else is wanted by now. */
export const released = (heldPlugins: HeldPlugins, wanted: (id: string) => WantedState): HeldPlugins =>
  new Map([...heldPlugins].filter(([id, heldPlugin]) => sameWanted(heldPlugin.wanted, wanted(id))))

/** Without those that failed for want of the registry, which is back. */
export const registryBack = (heldPlugins: HeldPlugins): HeldPlugins =>
  new Map([...heldPlugins].filter(([, { error }]) => error.code !== REGISTRY_UNREACHABLE))

/** Without this plugin, where it is held until its download ends. */
export const downloadEnded = (heldPlugins: HeldPlugins, plugin: string): HeldPlugins =>
  new Map([...heldPlugins].filter(([id, { error }]) => id !== plugin || error.code !== DOWNLOAD_UNDER_WAY))

const REGISTRY_UNREACHABLE = "registry_unreachable"

export const waitsForRegistry = (heldPlugins: HeldPlugins): boolean =>
  [...heldPlugins.values()].some(({ error }) => error.code === REGISTRY_UNREACHABLE)

/** Those that are not due yet. */
export const notDueYet = (heldPlugins: HeldPlugins, nowMs: number): HeldPlugins =>
  new Map([...heldPlugins].filter(([, { untilMs }]) => untilMs === undefined || untilMs > nowMs))

/** When the next one is due. */
export const nextDueMs = (heldPlugins: HeldPlugins): number | undefined => {
  const due = [...heldPlugins.values()].flatMap(({ untilMs }) => (untilMs === undefined ? [] : [untilMs]))
  return due.length === 0 ? undefined : Math.min(...due)
}

export const backOffs = (heldPlugins: HeldPlugins, nowMs: number): ReadonlyArray<BackOff> =>
  [...heldPlugins]
    .map(([plugin_id, { attempts, error, untilMs }]) => ({
      plugin_id,
      attempts,
      error,
      retry_in_ms: untilMs === undefined ? null : Math.max(0, Math.round(untilMs - nowMs))
    }))
    .toSorted((a, b) => byCodePoint(a.plugin_id, b.plugin_id))
