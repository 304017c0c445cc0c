/** What has happened, and how it stands: conditions, the last pass, past ones, and the events that tell of them. */
import { Clock, Effect, PubSub, Ref, Result, Stream } from "effect"
import {
  type Condition,
  type ControllerEvent,
  type ControllerStatus,
  noSuspension,
  type OperationTicket,
  type PassSummary,
  type StartupResult
} from "../domain/Controller.ts"
import type { Report } from "../domain/Report.ts"
import { Installation } from "../services/Installation.ts"
import { PluginStore } from "../services/PluginStore.ts"
import { Suspensions } from "../services/Suspensions.ts"
import { conditions } from "./conditions.ts"
import type { ControllerOptions } from "./ControllerOptions.ts"
import { backOffs, type Holds } from "./holds.ts"
import { countOperation, countPass } from "./metrics.ts"
import { monotonicMs } from "./passQueue.ts"
import { startupPending, startupResult } from "./summary.ts"

/** `changed` says that the status is another; whoever listens asks for it. */
export type Happened = Exclude<ControllerEvent, { readonly _tag: "status" }> | { readonly _tag: "changed" }

/** Enough for a picture of some days: quiet passes are thinned out. */
const PASSES_MAX = 500
const QUIET_PASS_EVERY_MS = 600_000

/** A listener that is further behind misses events; the next status tells it all it missed. */
const EVENTS_MAX = 64

interface Vitals {
  readonly startedAtMs: number
  readonly stopping: boolean
  readonly reconciling: boolean
  readonly startup: StartupResult
  readonly report: Report | undefined
  readonly pass: PassSummary | undefined
  readonly died: string | undefined
  readonly conditions: ReadonlyArray<Condition>
  readonly passes: ReadonlyArray<PassSummary>
}

/** The parts of the status that others keep. */
export interface Elsewhere {
  readonly depth: Effect.Effect<number>
  readonly holds: Effect.Effect<Holds>
  readonly operations: Effect.Effect<ReadonlyArray<OperationTicket>>
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

export const makeChronicle = Effect.fnUntraced(function* ({ policy, version }: ControllerOptions) {
  const { root } = yield* Installation
  const startedAtMs = yield* Clock.currentTimeMillis
  const vitals = yield* Ref.make<Vitals>({
    startedAtMs,
    stopping: false,
    reconciling: false,
    startup: startupPending,
    report: undefined,
    pass: undefined,
    died: undefined,
    conditions: [],
    passes: []
  })
  const events = yield* PubSub.sliding<Happened>(EVENTS_MAX)
  const tell = (event: Happened): Effect.Effect<void> => Effect.asVoid(PubSub.publish(events, event))
  const note = (change: (now: Vitals) => Partial<Vitals>): Effect.Effect<void> =>
    Effect.andThen(
      Ref.update(vitals, (now) => ({ ...now, ...change(now) })),
      tell({ _tag: "changed" })
    )

  const status = Effect.fnUntraced(function* ({ depth, holds, operations }: Elsewhere) {
    const nowMs = yield* Clock.currentTimeMillis
    const suspension = yield* (yield* Suspensions).read
    const suspended = Result.getOrElse(suspension, () => ({ ...noSuspension, everything: true }))
    const registry = yield* (yield* PluginStore).registry
    const now = yield* Ref.updateAndGet(vitals, (before) => ({
      ...before,
      conditions: conditions(
        before.conditions,
        {
          ...before,
          suspended: suspended.everything || suspended.plugins.length > 0,
          registry,
          storeAvailable: policy.storeAvailable
        },
        new Date(nowMs).toISOString()
      )
    }))
    return {
      version,
      root,
      started_at: new Date(now.startedAtMs).toISOString(),
      conditions: now.conditions,
      startup: now.startup,
      suspended,
      queue_depth: yield* depth,
      back_offs: backOffs(yield* holds, yield* monotonicMs),
      operations: yield* operations,
      last_report: now.report ?? null,
      last_pass: now.pass ?? null
    } satisfies ControllerStatus
  })

  return {
    status,
    passes: Effect.map(Ref.get(vitals), ({ passes }) => passes),
    /** What happens from now on. */
    subscribe: Effect.map(PubSub.subscribe(events), Stream.fromSubscription),
    notePassBegun: note(() => ({ reconciling: true })),
    notePassEnded: Effect.fnUntraced(function* (pass: PassSummary, report: Report, first: boolean) {
      yield* countPass(pass, report)
      yield* note(({ passes, startup }) => ({
        reconciling: false,
        died: undefined,
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
        reconciling: false,
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
    noteChanged: tell({ _tag: "changed" }),
    noteStopping: note(() => ({ stopping: true }))
  }
})

export type Chronicle = Effect.Success<ReturnType<typeof makeChronicle>>
