/** What has happened, and how it stands: conditions, the last pass, past ones, and the events that announce them. */
import { Clock, Effect, PubSub, Ref, Stream } from "effect"
import {
  type Condition,
  type ControllerEvent,
  type ControllerStatus,
  type Fetching,
  noSuspension,
  type OperationTicket,
  type PassSummary,
  type StartupResult,
  type Suspension
} from "../../domain/Controller.ts"
import type { Report } from "../../domain/findings/Report.ts"
import { type DesiredStatus, noDesiredStatus } from "../../domain/desired/DesiredStatus.ts"
import { Installation } from "../../services/installation/Installation.ts"
import { PluginStore } from "../../services/PluginStore.ts"
import { Policy } from "../../services/Policy.ts"
import { conditions } from "./conditions.ts"
import type { ControllerOptions } from "../ControllerOptions.ts"
import { Desired } from "../desired/Desired.ts"
import { findingCounts } from "../desired/findingCounts.ts"
import { backOffs, type HeldPlugins } from "../passes/heldPlugins.ts"
import { countOperation, countPass } from "./metrics.ts"
import { monotonicMs } from "../monotonicMs.ts"
import { startupPending, startupResult } from "./summary.ts"

/** `changed` says that the status is another; a listener then asks for it. */
export type LoggedEvent = Exclude<ControllerEvent, { readonly _tag: "status" }> | { readonly _tag: "changed" }

/** Enough for a picture of some days: quiet passes are thinned out. */
const PASSES_MAX = 500
const QUIET_PASS_EVERY_MS = 600_000

/** A pass waits for nothing longer than seconds; this is room for many plugins over a slow network. */
const HANGS_AFTER_MS = 300_000

/** A listener that is further behind misses events; the next status tells it all it missed. */
const EVENTS_MAX = 64

interface Vitals {
  readonly startedAtMs: number
  readonly stopping: boolean
  /** When the pass that runs began, monotonic milliseconds. */
  readonly passSinceMs: number | undefined
  readonly startup: StartupResult
  /** As the last pass, or the last change of it, had it. */
  readonly suspended: Suspension
  readonly report: Report | undefined
  readonly pass: PassSummary | undefined
  readonly died: string | undefined
  readonly conditions: ReadonlyArray<Condition>
  readonly passes: ReadonlyArray<PassSummary>
}

/** The parts of the status that others keep. */
export interface StatusParts {
  readonly depth: Effect.Effect<number>
  readonly heldPlugins: Effect.Effect<HeldPlugins>
  readonly operations: Effect.Effect<ReadonlyArray<OperationTicket>>
  readonly fetching: Effect.Effect<ReadonlyArray<Fetching>>
}

const isQuiet = ({ fixed, result }: PassSummary): boolean => result === "in_sync" && fixed === 0

/** Of passes that found nothing one every few minutes is kept, so that the picture has a line to draw. */
const withPass = (passes: ReadonlyArray<PassSummary>, pass: PassSummary): ReadonlyArray<PassSummary> => {
  const last = passes.at(-1)
  const soon =
    last !== undefined &&
    isQuiet(last) &&
    isQuiet(pass) &&
    Math.abs(Date.parse(pass.started_at) - Date.parse(last.started_at)) < QUIET_PASS_EVERY_MS
  return soon ? passes : [...passes, pass].slice(-PASSES_MAX)
}

export const makeEventLog = Effect.fnUntraced(function* ({ version }: ControllerOptions) {
  const store = yield* PluginStore
  const { storeAvailable } = yield* Policy
  const { root } = yield* Installation
  const keeper = yield* Desired
  const startedAtMs = yield* Clock.currentTimeMillis
  const vitals = yield* Ref.make<Vitals>({
    startedAtMs,
    stopping: false,
    passSinceMs: undefined,
    startup: startupPending,
    suspended: noSuspension,
    report: undefined,
    pass: undefined,
    died: undefined,
    conditions: [],
    passes: []
  })
  const events = yield* PubSub.sliding<LoggedEvent>(EVENTS_MAX)
  const tell = (event: LoggedEvent): Effect.Effect<void> => Effect.asVoid(PubSub.publish(events, event))

  /** Judges the conditions anew, so that each knows since when it has been so, also while no client asks. */
  const judge = Effect.fnUntraced(function* (change: (now: Vitals) => Partial<Vitals> = () => ({})) {
    const now = new Date(yield* Clock.currentTimeMillis).toISOString()
    const nowMs = yield* monotonicMs
    const registry = yield* store.registry
    const desired = keeper === undefined ? undefined : yield* keeper.standing
    return yield* Ref.updateAndGet(vitals, (before) => {
      const after = { ...before, ...change(before) }
      const known = {
        ...after,
        reconciling: after.passSinceMs !== undefined,
        hangs: after.passSinceMs !== undefined && nowMs - after.passSinceMs > HANGS_AFTER_MS,
        paused: after.suspended.everything,
        registry,
        storeAvailable,
        desired
      }
      return { ...after, conditions: conditions(before.conditions, known, now) }
    })
  })

  const note = (change: (now: Vitals) => Partial<Vitals>) =>
    Effect.andThen(judge(change), tell({ _tag: "changed" }))

  const status = Effect.fnUntraced(function* ({ depth, fetching, heldPlugins, operations }: StatusParts) {
    const now = yield* judge()
    const fetched = yield* fetching
    return {
      version,
      root,
      started_at: new Date(now.startedAtMs).toISOString(),
      conditions: now.conditions,
      startup: now.startup,
      suspended: now.suspended,
      queue_depth: yield* depth,
      back_offs: backOffs(yield* heldPlugins, yield* monotonicMs),
      operations: yield* operations,
      ...(fetched.length === 0 ? {} : { fetching: fetched }),
      last_report: now.report ?? null,
      last_pass: now.pass ?? null
    } satisfies ControllerStatus
  })

  /** How the sign stands to its desired state, with what the last pass left open. */
  const desired: Effect.Effect<DesiredStatus> = Effect.gen(function* () {
    const { report } = yield* Ref.get(vitals)
    const standing = keeper === undefined ? noDesiredStatus : yield* keeper.standing
    return { ...standing, ...findingCounts(report) }
  })

  return {
    status,
    desired,
    noteDesired: Effect.gen(function* () {
      yield* note(() => ({}))
      yield* tell({ _tag: "desired", desired: yield* desired })
    }),
    passes: Effect.map(Ref.get(vitals), ({ passes }) => passes),
    /** What happens from now on. */
    subscribe: Effect.map(PubSub.subscribe(events), Stream.fromSubscription),
    notePassBegun: (suspended: Suspension) =>
      Effect.flatMap(monotonicMs, (passSinceMs) => note(() => ({ passSinceMs, suspended }))),
    noteSuspended: (suspended: Suspension) => note(() => ({ suspended })),
    notePassEnded: Effect.fnUntraced(function* (pass: PassSummary, report: Report, first: boolean) {
      yield* countPass(pass, report)
      yield* note(({ passes, startup }) => ({
        passSinceMs: undefined,
        died: report.result === "failed" ? report.message : undefined,
        report,
        pass,
        passes: withPass(passes, pass),
        startup: first ? startupResult(report) : startup
      }))
      yield* tell({ _tag: "pass", pass })
      if (report.changed_files.length > 0) yield* tell({ _tag: "plugins" })
    }),
    notePassDied: Effect.fnUntraced(function* (pass: PassSummary, died: string, first: boolean) {
      yield* countPass(pass, undefined)
      yield* note(({ passes, startup }) => ({
        passSinceMs: undefined,
        died,
        pass,
        passes: withPass(passes, pass),
        startup: first ? { done: true, successful: false, fixed_count: 0, unresolved: [] } : startup
      }))
      yield* tell({ _tag: "pass", pass })
    }),
    noteOperation: Effect.fnUntraced(function* (operation: OperationTicket) {
      const { completed_at, operation_type, status: state } = operation
      if (completed_at !== null) yield* countOperation(operation_type, state)
      yield* tell({ _tag: "operation", operation })
      if (state === "completed") yield* tell({ _tag: "plugins" })
      yield* tell({ _tag: "changed" })
    }),
    noteFetching: tell({ _tag: "changed" }),
    noteStopping: note(() => ({ stopping: true }))
  }
})

export type EventLog = Effect.Success<ReturnType<typeof makeEventLog>>
