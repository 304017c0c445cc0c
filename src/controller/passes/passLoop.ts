/** Runs passes one at a time, for ever: where one fails or dies, that is reported, and the next one follows. */
import { Cause, Clock, Duration, Effect, Exit, FiberHandle, Option, Random, Ref } from "effect"
import type { OperationTicket, PassSummary, Trigger } from "../../domain/Controller.ts"
import type { Report } from "../../domain/findings/Report.ts"
import { AskedBy, asOneRun } from "../../changes/runId.ts"
import { WaitForStaging } from "../../services/store/install/WaitForStaging.ts"
import type { EventLog } from "../status/eventLog.ts"
import type { ControllerOptions, ControllerServices } from "../ControllerOptions.ts"
import { contestedPlugins, undoneRepairs } from "./contestedRepairs.ts"
import { makeDownloads } from "./downloads.ts"
import {
  delayMs,
  downloadEnded,
  type HeldPlugins,
  nextDueMs,
  registryBack,
  waitsForRegistry
} from "./heldPlugins.ts"
import { isNews, noMemory, type PassMemory, runPass } from "./passes.ts"
import { makePassQueue, plainRequest, type PassRequest, type QueueTimes } from "./passQueue.ts"
import { monotonicMs } from "../monotonicMs.ts"
import { PassUnanswered } from "./PassUnanswered.ts"
import { Desired } from "../desired/Desired.ts"
import { diedSummary, passProblem, passSummary } from "../status/summary.ts"
import { suspension, warnIfUnreadable } from "../suspension.ts"

const STOPPING = new PassUnanswered({ code: "stopping", problem: "the controller is about to end" })

/** Constant changes put a pass off by no more than this. */
const DEBOUNCE_MAX = Duration.seconds(2)
/** Requests that come this close together share a pass. */
const GATHER = Duration.millis(20)

/** Many plugins over a slow network take long; a pass that takes longer than this has lost its way. */
const PASS_TIME_MAX_MS = 3_600_000

const timesOf = ({ debounce }: ControllerOptions): QueueTimes => ({
  debounce,
  debounceMax: Duration.max(DEBOUNCE_MAX, debounce),
  gather: Duration.min(GATHER, debounce)
})

export const makePassLoop = Effect.fnUntraced(function* (options: ControllerOptions, log: EventLog) {
  const services = yield* Effect.context<ControllerServices>()
  const keeper = yield* Desired
  const queue = yield* makePassQueue<Report, PassUnanswered>(timesOf(options), STOPPING)
  const memory = yield* Ref.make<PassMemory>(noMemory)
  /** Passes in a row that could not say how it stands. */
  const troubles = yield* Ref.make(0)
  const timer = yield* FiberHandle.make()
  /** The next pass puts in place what has arrived, or says why it did not. */
  const downloads = yield* makeDownloads(
    (plugin) =>
      Effect.andThen(
        Ref.update(memory, (now) => ({ ...now, heldPlugins: downloadEnded(now.heldPlugins, plugin) })),
        queue.nudge("retry")
      ),
    log.noteFetching
  )
  /** When the pass that runs began, monotonic milliseconds. */
  const begun = yield* Ref.make<number | undefined>(undefined)
  const times = {
    baseMs: Duration.toMillis(options.backOff.base),
    capMs: Duration.toMillis(options.backOff.cap)
  }

  /** Wakes the loop when the next plugin is due, or to look again at what could not be read. */
  const setTimer = Effect.fnUntraced(function* () {
    const nowMs = yield* monotonicMs
    const { heldPlugins, repairs } = yield* Ref.get(memory)
    const dues = [heldPlugins, contestedPlugins(undoneRepairs(repairs), nowMs)].map(nextDueMs)
    const waits = dues.flatMap((due) => (due === undefined ? [] : [Math.max(0, due - nowMs)]))
    const attempts = yield* Ref.get(troubles)
    if (attempts > 0) waits.push(delayMs(times, attempts, yield* Random.next))
    if (waits.length === 0) return yield* FiberHandle.clear(timer)
    return yield* Effect.asVoid(
      FiberHandle.run(timer, Effect.delay(queue.nudge("retry"), Duration.millis(Math.min(...waits))))
    )
  })

  const pass = Effect.fnUntraced(function* (
    run: string,
    request: PassRequest,
    triggers: ReadonlySet<Trigger>
  ) {
    const first = triggers.has("startup")
    const startedAtMs = yield* Clock.currentTimeMillis
    const begunMs = yield* monotonicMs
    yield* Ref.set(begun, begunMs)
    yield* warnIfUnreadable
    const suspended = yield* suspension
    yield* log.notePassBegun(suspended)
    const exit = yield* runPass(memory, request, suspended, times).pipe(
      Effect.provideService(WaitForStaging, downloads.waitFor),
      Effect.exit
    )
    if (Exit.isSuccess(exit)) {
      const report = exit.value
      const summary = passSummary(report, triggers, startedAtMs)
      const troubled = report.source_errors.length > 0 || summary.result === "failed"
      yield* Ref.update(troubles, (count) => (troubled ? count + 1 : 0))
      yield* tellPass(summary, report)
      yield* log.notePassEnded(summary, report, first)
      if (keeper !== undefined) yield* keeper.passEnded(report)
      yield* setTimer()
      return report
    }
    if (Cause.hasInterrupts(exit.cause)) return yield* Effect.interrupt
    const error = unanswered(exit.cause)
    yield* Effect.logError("a pass came to no end; the next one tries again", exit.cause)
    yield* Ref.update(troubles, (count) => count + 1)
    const summary = diedSummary(run, triggers, startedAtMs, (yield* monotonicMs) - begunMs)
    yield* log.notePassDied(summary, error.problem, first)
    yield* setTimer()
    return yield* error
  })

  return {
    nudge: queue.nudge,
    request: (request: PassRequest) => queue.request(request, "request"),
    depth: queue.depth,
    fetching: downloads.fetching,
    heldPlugins: Effect.zipWith(
      Ref.get(memory),
      monotonicMs,
      ({ heldPlugins, repairs }, nowMs): HeldPlugins =>
        new Map([...heldPlugins, ...contestedPlugins(repairs, nowMs)])
    ),
    work: Effect.provideContext(
      queue.work((request, triggers) =>
        asOneRun("pass", (run) =>
          Effect.ensuring(pass(run, request, triggers), Ref.set(begun, undefined))
        ).pipe(Effect.provideService(AskedBy, triggers.has("request") ? "person" : "controller"))
      ),
      services
    ),
    /** A pass runs that will not end. */
    hangs: Effect.gen(function* () {
      const since = yield* Ref.get(begun)
      return since !== undefined && (yield* monotonicMs) - since > PASS_TIME_MAX_MS
    }),
    /** The pass that a process begins with, in the background. */
    begin: Effect.asVoid(Effect.forkScoped(Effect.ignore(queue.request(plainRequest, "startup")))),
    afterOperation: ({ completed_at }: OperationTicket) =>
      completed_at === null ? Effect.void : queue.nudge("operation"),
    /** Whether a fresh look at the registry could release a held plugin. */
    wantsRegistry: Effect.gen(function* () {
      const { heldPlugins, unrecoverable } = yield* Ref.get(memory)
      return waitsForRegistry(heldPlugins) || unrecoverable.size > 0
    }),
    /** The registry has just answered: plugins that were held until it does are released. */
    registryAnswered: Effect.gen(function* () {
      const before = yield* Ref.get(memory)
      yield* Ref.update(memory, (now) => ({ ...now, heldPlugins: registryBack(now.heldPlugins) }))
      if (waitsForRegistry(before.heldPlugins) || (yield* isNews(before))) yield* queue.nudge("registry")
    }).pipe(Effect.provideContext(services))
  }
})

export type PassLoop = Effect.Success<ReturnType<typeof makePassLoop>>

const tellPass = (summary: PassSummary, report: Report): Effect.Effect<void> => {
  const { failed, fixed, found, manual, result } = summary
  const told = { result, found, fixed, manual, failed, duration_ms: summary.duration_ms }
  const problem = passProblem(report)
  const log =
    problem !== undefined
      ? Effect.logWarning
      : summary.found > 0 || summary.result !== "in_sync"
        ? Effect.logInfo
        : Effect.logDebug
  return log("pass ended").pipe(
    Effect.annotateLogs({
      ...told,
      triggers: summary.triggers.join(","),
      ...(problem === undefined ? {} : { problem })
    })
  )
}

const unanswered = (cause: Cause.Cause<unknown>): PassUnanswered => {
  const error = Option.getOrUndefined(Cause.findErrorOption(cause))
  const squashed = Cause.squash(cause)
  const problem = squashed instanceof Error ? squashed.message : String(squashed)
  return new PassUnanswered({ code: error === undefined ? "pass_died" : "locked", problem })
}
