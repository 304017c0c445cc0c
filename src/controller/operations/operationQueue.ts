/** Operations that were asked for: accepted at once, carried out one after the other, followed by their id. */
import { type Advice } from "../../domain/advice/Advice.ts"
import { Clock, Deferred, Effect, Queue, Ref } from "effect"
import type { JsonValue } from "../../json/JsonValue.ts"
import type { OperationTicket, OperationType } from "../../domain/Controller.ts"
import { OperationRefused, type OperationResult } from "../../domain/Operation.ts"
import { Progress } from "../../ports/Progress.ts"
import type { OperationError } from "../../operations/operationProblem.ts"
import { logEnd, ticketEnd } from "./operationEnd.ts"

export interface OperationRequest {
  readonly type: OperationType
  readonly plugin: string
  readonly parameters: { readonly [name: string]: JsonValue }
  readonly run: Effect.Effect<OperationResult, OperationError>
}

/** How many ended operations can still be asked for. */
const TICKETS_MAX = 200
const WAITING_MAX = 100

interface Job {
  readonly id: string
  readonly request: OperationRequest
  readonly done: Deferred.Deferred<OperationResult, OperationError>
}

/** An operation that waits for its turn or is under way, and its end. */
export interface AcceptedOperation {
  readonly ticket: OperationTicket
  readonly done: Effect.Effect<OperationResult, OperationError>
}

const isOpen = ({ status }: OperationTicket): boolean => status === "pending" || status === "running"

const refused = (plugin: string, problem: string, hint: Advice): OperationRefused =>
  new OperationRefused({ plugin, code: "operation_conflict", problem, hint })

const isoNow = Effect.map(Clock.currentTimeMillis, (ms) => new Date(ms).toISOString())

export const makeOperationQueue = Effect.fnUntraced(function* (
  changed: (ticket: OperationTicket) => Effect.Effect<void>
) {
  const tickets = yield* Ref.make<ReadonlyMap<string, OperationTicket>>(new Map())
  const jobs = yield* Queue.unbounded<Job>()
  /** Who waits for what has not ended. */
  const waiting = new Map<string, Job["done"]>()

  const update = Effect.fnUntraced(function* (id: string, change: Partial<OperationTicket>) {
    const ticket = yield* Ref.modify(tickets, (all) => {
      const before = all.get(id)
      if (before === undefined) return [undefined, all]
      const after = { ...before, ...change }
      return [after, new Map(all).set(id, after)]
    })
    if (ticket !== undefined) yield* changed(ticket)
  })

  const submit = Effect.fn("submit")(function* (request: OperationRequest) {
    const id = yield* Effect.sync(() => crypto.randomUUID())
    const created_at = yield* isoNow
    const ticket: OperationTicket = {
      operation_id: id,
      operation_type: request.type,
      plugin_id: request.plugin,
      parameters: request.parameters,
      status: "pending",
      progress: 0,
      message: "waiting for its turn",
      error: null,
      result: null,
      created_at,
      started_at: null,
      completed_at: null
    }
    const trouble = yield* Ref.modify(tickets, (all) => {
      const open = [...all.values()].filter(isOpen)
      if (open.some(({ plugin_id }) => plugin_id === request.plugin))
        return [
          refused(
            request.plugin,
            `another operation on ${request.plugin} has not ended yet`,
            "wait until it has"
          ),
          all
        ]
      if (open.length >= WAITING_MAX)
        return [refused(request.plugin, "too many operations are waiting", "wait until some have ended"), all]
      const kept = [...all].filter(([, other]) => isOpen(other))
      const past = [...all].filter(([, other]) => !isOpen(other)).slice(-TICKETS_MAX)
      return [undefined, new Map([...past, ...kept]).set(id, ticket)]
    })
    if (trouble !== undefined) return yield* trouble
    const done = yield* Deferred.make<OperationResult, OperationError>()
    waiting.set(id, done)
    yield* changed(ticket)
    yield* Queue.offer(jobs, { id, request, done })
    return { ticket, done: Deferred.await(done) } satisfies AcceptedOperation
    // A ticket that nothing carries out would have every later operation on its plugin refused.
  }, Effect.uninterruptible)

  const carryOut = Effect.fnUntraced(function* ({ done, id, request }: Job) {
    yield* update(id, { status: "running", started_at: yield* isoNow, message: `${request.type} is running` })
    const exit = yield* Effect.exit(
      request.run.pipe(
        Effect.provideService(Progress, ({ bytes, bytesTotal, step }) =>
          update(id, {
            message: step,
            progress:
              bytes !== undefined && bytesTotal !== undefined && bytesTotal > 0
                ? Math.min(0.95, Math.round((bytes / bytesTotal) * 90) / 100)
                : 0.05
          })
        ),
        Effect.withSpan("operation", {
          attributes: { operation: id, type: request.type, plugin: request.plugin }
        }),
        Effect.annotateLogs({ operation: id, plugin: request.plugin })
      )
    )
    const end = ticketEnd(exit)
    yield* logEnd(exit).pipe(
      Effect.annotateLogs({ operation: id, type: request.type, plugin: request.plugin, status: end.status })
    )
    yield* update(id, { ...end, completed_at: yield* isoNow })
    waiting.delete(id)
    yield* Deferred.done(done, exit)
  })

  return {
    submit,
    all: Effect.map(Ref.get(tickets), (all) => [...all.values()]),
    find: (id: string) => Effect.map(Ref.get(tickets), (all) => all.get(id)),
    /** Ends never; interrupted, what waits is cancelled. */
    work: Queue.take(jobs).pipe(
      Effect.flatMap(carryOut),
      Effect.forever,
      Effect.onExit(() =>
        Effect.gen(function* () {
          const completed_at = yield* isoNow
          for (const ticket of (yield* Ref.get(tickets)).values())
            if (isOpen(ticket))
              yield* update(ticket.operation_id, {
                status: "cancelled",
                message: "the controller ended",
                completed_at
              })
          for (const done of waiting.values()) yield* Deferred.interrupt(done)
        })
      )
    )
  }
})
