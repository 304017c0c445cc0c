/**
 * Requests for a pass, merged: any number of them cost one pass, none is lost, and one pass runs at a time. A
 * request carries no content, since a pass looks at everything; one that comes while a pass runs is for the next,
 * unless nothing has happened since it began.
 */
import { Deferred, Duration, Effect, Exit, Option, Queue, Ref } from "effect"
import type { Trigger } from "../../domain/Controller.ts"
import { monotonicMs } from "../monotonicMs.ts"

/** What a pass is asked to do beyond the usual. */
export interface PassRequest {
  readonly force: boolean
  readonly replaceBroken: boolean
}

export const plainRequest: PassRequest = { force: false, replaceBroken: false }

export interface QueueTimes {
  /** How long it has to be quiet before files are looked at. */
  readonly debounce: Duration.Duration
  /** How long constant changes can put that off. */
  readonly debounceMax: Duration.Duration
  /** How long a request waits for others to share its pass. */
  readonly gather: Duration.Duration
}

interface NextPass<A, E> {
  readonly request: PassRequest
  readonly triggers: ReadonlySet<Trigger>
  readonly answer: Deferred.Deferred<A, E>
  readonly firstMs: number
  readonly lastMs: number
  /** Since when a request waits for it. */
  readonly urgentMs: number | undefined
}

interface CurrentPass<A, E> {
  readonly request: PassRequest
  readonly answer: Deferred.Deferred<A, E>
  /** Something has happened since it began. */
  readonly outdated: boolean
}

interface State<A, E> {
  readonly pending: Option.Option<NextPass<A, E>>
  readonly running: Option.Option<CurrentPass<A, E>>
}

const merged = (a: PassRequest, b: PassRequest): PassRequest => ({
  force: a.force || b.force,
  replaceBroken: a.replaceBroken || b.replaceBroken
})

const covers = (a: PassRequest, b: PassRequest): boolean =>
  (a.force || !b.force) && (a.replaceBroken || !b.replaceBroken)

export interface PassQueue<A, E> {
  /** Wants a pass some time soon. */
  readonly nudge: (trigger: Trigger) => Effect.Effect<void>
  /** Wants a pass now; waits for the one that answers the request. */
  readonly request: (request: PassRequest, trigger: Trigger) => Effect.Effect<A, E>
  /** 0 or 1. */
  readonly depth: Effect.Effect<number>
  /** Runs passes one after the other and never ends. When it is interrupted, requests that still wait fail. */
  readonly work: <R>(
    pass: (request: PassRequest, triggers: ReadonlySet<Trigger>) => Effect.Effect<A, E, R>
  ) => Effect.Effect<never, never, R>
}

export const makePassQueue = Effect.fnUntraced(function* <A, E>(times: QueueTimes, ended: E) {
  const state = yield* Ref.make<State<A, E>>({ pending: Option.none(), running: Option.none() })
  /** Rung at each change of what is pending: a waiting request looks again. */
  const bell = yield* Queue.sliding<void>(1)

  const want = Effect.fnUntraced(function* (request: PassRequest, trigger: Trigger, urgent: boolean) {
    const nowMs = yield* monotonicMs
    const fresh = yield* Deferred.make<A, E>()
    const answer = yield* Ref.modify(state, ({ pending, running }) => {
      const shared = urgent
        ? Option.filter(running, (run) => !run.outdated && covers(run.request, request))
        : Option.none<CurrentPass<A, E>>()
      if (Option.isSome(shared)) return [shared.value.answer, { pending, running }]
      const before = Option.getOrUndefined(pending)
      const next: NextPass<A, E> = {
        request: merged(before?.request ?? plainRequest, request),
        triggers: new Set(before?.triggers).add(trigger),
        answer: before?.answer ?? fresh,
        firstMs: before?.firstMs ?? nowMs,
        lastMs: nowMs,
        urgentMs: before?.urgentMs ?? (urgent ? nowMs : undefined)
      }
      const outdated = Option.map(running, (run) => (urgent ? run : { ...run, outdated: true }))
      return [next.answer, { pending: Option.some(next), running: outdated }]
    })
    yield* Queue.offer(bell, undefined)
    return answer
  })

  const dueMs = (pending: NextPass<A, E>): number => {
    const quiet = Math.min(
      pending.lastMs + Duration.toMillis(times.debounce),
      pending.firstMs + Duration.toMillis(times.debounceMax)
    )
    return pending.urgentMs === undefined
      ? quiet
      : Math.min(quiet, pending.urgentMs + Duration.toMillis(times.gather))
  }

  /** Takes what is pending once it is due. */
  const take = Effect.gen(function* () {
    for (;;) {
      const { pending } = yield* Ref.get(state)
      if (Option.isNone(pending)) {
        yield* Queue.take(bell)
        continue
      }
      const wait = dueMs(pending.value) - (yield* monotonicMs)
      if (wait > 0) {
        yield* Effect.race(Effect.sleep(Duration.millis(wait)), Queue.take(bell))
        continue
      }
      return yield* Ref.modify(state, (now) => {
        // Requests that have come since are part of it.
        const taken = Option.getOrElse(now.pending, () => pending.value)
        const { answer, request } = taken
        return [taken, { pending: Option.none(), running: Option.some({ request, answer, outdated: false }) }]
      })
    }
  })

  const answerAll = Effect.flatMap(Ref.get(state), ({ pending, running }) =>
    Effect.forEach([...Option.toArray(running), ...Option.toArray(pending)], ({ answer }) =>
      Deferred.fail(answer, ended)
    )
  )

  const queue: PassQueue<A, E> = {
    nudge: (trigger) => Effect.asVoid(want(plainRequest, trigger, false)),
    request: (request, trigger) => Effect.flatMap(want(request, trigger, true), Deferred.await),
    depth: Effect.map(Ref.get(state), ({ pending }) => (Option.isSome(pending) ? 1 : 0)),
    work: (pass) =>
      Effect.gen(function* () {
        const taken = yield* take
        const exit = yield* Effect.exit(pass(taken.request, taken.triggers))
        yield* Ref.update(state, ({ pending }) => ({ pending, running: Option.none() }))
        yield* Exit.isFailure(exit) && Exit.hasInterrupts(exit)
          ? Deferred.fail(taken.answer, ended)
          : Deferred.done(taken.answer, exit)
      }).pipe(
        Effect.forever,
        Effect.onExit(() => answerAll)
      )
  }
  return queue
})
