/** `Controller`, live: triggers, the queue, passes one at a time, operations one at a time, and the account of both. */
import { advice } from "../domain/advice/Advice.ts"
import { NextStep } from "../domain/advice/NextStep.ts"
import { type Duration, Effect, type Fiber, Option, Semaphore, Stream } from "effect"
import type { ControllerEvent, Suspension } from "../domain/Controller.ts"
import { OperationRefused } from "../domain/Operation.ts"
import { openChoices } from "../operations/resolve/openChoices.ts"
import { resolve } from "../operations/resolve/resolve.ts"
import { undo } from "../operations/undo/undo.ts"
import { pendingDiff } from "../reconcile/look/pendingDiff.ts"
import { DisplayRestart } from "../services/ledmatrix/DisplayRestart.ts"
import { Suspensions } from "../services/ownFiles/Suspensions.ts"
import { type LoggedEvent, makeEventLog } from "./status/eventLog.ts"
import type { ControllerOptions, ControllerServices, PluginOperation } from "./ControllerOptions.ts"
import { Desired } from "./desired/Desired.ts"
import { startMetrics } from "./status/metrics.ts"
import { makeOperationQueue } from "./operations/operationQueue.ts"
import { operationRun } from "./operations/operationRun.ts"
import { makePassLoop } from "./passes/passLoop.ts"
import { PassUnanswered } from "./passes/PassUnanswered.ts"
import type { PassRequest } from "./passes/passQueue.ts"
import { suspension } from "./suspension.ts"
import { listenToFiles, listenToRegistry, resyncNowAndThen } from "./passes/triggers.ts"
import { orWarn } from "../changes/orWarn.ts"

const SUSPENDED = new PassUnanswered({
  code: "suspended",
  problem: "the controller is suspended: it only looks until it is resumed"
})

const NO_DESIRED = Effect.fail(
  new OperationRefused({
    plugin: "",
    code: "no_desired_state",
    problem: "this controller was given no desired state",
    hint: [NextStep.GiveDesiredState()]
  })
)

const NO_LEDMATRIX = Effect.fail(
  new OperationRefused({
    plugin: "",
    code: "no_ledmatrix",
    problem: "this controller knows no LEDMatrix that could restart its display",
    hint: advice`${NextStep.GiveLedmatrix()}, or ${NextStep.RestartByHand()}`
  })
)

export const liveController = Effect.fnUntraced(function* (options: ControllerOptions) {
  const services = yield* Effect.context<ControllerServices>()
  yield* startMetrics
  const keeper = yield* Desired
  const log = yield* makeEventLog(options)
  const loop = yield* makePassLoop(options, log)
  const operations = yield* makeOperationQueue((ticket) =>
    Effect.andThen(log.noteOperation(ticket), loop.afterOperation(ticket))
  )
  const restartDisplay = yield* DisplayRestart
  const standing = log.status({
    depth: loop.depth,
    fetching: loop.fetching,
    heldPlugins: loop.heldPlugins,
    operations: operations.all
  })
  const status =
    restartDisplay === undefined
      ? standing
      : Effect.map(standing, (now) => ({ ...now, can_restart_display: true }))
  const statusEvent = Effect.map(status, (now): ControllerEvent => ({ _tag: "status", status: now }))
  const eventOf = (happened: LoggedEvent): Effect.Effect<ControllerEvent> =>
    happened._tag === "changed" ? statusEvent : Effect.succeed(happened)

  const begin = Effect.gen(function* () {
    yield* Effect.addFinalizer(() => log.noteStopping)
    const lasting: ReadonlyArray<Fiber.Fiber<unknown>> = [
      yield* Effect.forkScoped(loop.work),
      yield* Effect.forkScoped(operations.work),
      yield* Effect.forkScoped(listenToFiles(loop, log)),
      yield* Effect.forkScoped(resyncNowAndThen(loop, options.resync)),
      yield* Effect.forkScoped(listenToRegistry(loop)),
      ...(keeper === undefined
        ? []
        : [yield* Effect.forkScoped(keeper.work({ nudge: loop.nudge("desired"), changed: log.noteDesired }))])
    ]
    yield* loop.begin
    return lasting
  })
  const lasting = yield* begin

  const submit = (operation: PluginOperation) => operations.submit(operationRun(operation, services))

  const reconcile = Effect.fn("Controller.reconcile")(function* (request: PassRequest) {
    const { everything } = yield* suspension
    if (everything) return yield* SUSPENDED
    if (request.force && keeper !== undefined)
      yield* orWarn("what was rejected of the desired state could not be forgotten")(keeper.retry)
    return yield* loop.request(request)
  }, Effect.provideContext(services))

  const oneChange = yield* Semaphore.make(1)
  /** A change is made on what the one before it has written, and what was written always shows in the status. */
  const suspend = Effect.fn("Controller.suspend")(
    function* (change: (now: Suspension) => Suspension) {
      const after = change(yield* suspension)
      yield* (yield* Suspensions).write(after)
      yield* log.noteSuspended(after)
      yield* loop.nudge("resumed")
      return after
    },
    Semaphore.withPermit(oneChange),
    Effect.uninterruptible,
    Effect.provideContext(services)
  )

  return {
    status,
    alive: Effect.map(
      loop.hangs,
      (hangs) => !hangs && lasting.every((fiber) => fiber.pollUnsafe() === undefined)
    ),
    passes: log.passes,
    events: Stream.unwrap(
      Effect.map(log.subscribe, (happened) =>
        Stream.concat(Stream.fromEffect(statusEvent), Stream.mapEffect(happened, eventOf))
      )
    ),
    reconcile,
    submit,
    operation: (id: string) => Effect.map(operations.find(id), Option.fromUndefinedOr),
    perform: (operation: PluginOperation) => Effect.flatMap(submit(operation), ({ done }) => done),
    restartDisplay: restartDisplay ?? NO_LEDMATRIX,
    undo: (run: string) =>
      undo(run).pipe(Effect.ensuring(loop.nudge("operation")), Effect.provideContext(services)),
    choices: Effect.provideContext(openChoices(), services),
    resolve: (target: string, choice: string | undefined) =>
      resolve(target, choice).pipe(Effect.ensuring(loop.nudge("operation")), Effect.provideContext(services)),
    pendingDiff: Effect.provideContext(pendingDiff(), services),
    suspend,
    desired: log.desired,
    pauseDesired: (lasting: Duration.Duration | undefined) =>
      keeper === undefined ? NO_DESIRED : Effect.andThen(keeper.pause(lasting), log.desired),
    resumeDesired: keeper === undefined ? NO_DESIRED : Effect.andThen(keeper.resume, log.desired)
  }
})
