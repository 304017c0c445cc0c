import { Context, type Duration, type Effect, Layer, type Option, type Stream } from "effect"
import type { ControllerEvent, ControllerStatus, PassSummary, Suspension } from "../domain/Controller.ts"
import type { DesiredStatus } from "../domain/desired/DesiredStatus.ts"
import type { OperationRefused, OperationResult } from "../domain/Operation.ts"
import type { FileDiff } from "../domain/findings/FileDiff.ts"
import type { Report } from "../domain/findings/Report.ts"
import type { LedmatrixFailed } from "../domain/errors/LedmatrixError.ts"
import type { LedgerError } from "../domain/errors/ServiceError.ts"
import type { OpenChoices } from "../operations/resolve/openChoices.ts"
import type { OperationError } from "../operations/operationProblem.ts"
import type { Undone } from "../operations/undo/undo.ts"
import {
  controllerDefaults,
  type ControllerOptions,
  type ControllerServices,
  type PluginOperation
} from "./ControllerOptions.ts"
import type { PassUnanswered } from "./passes/PassUnanswered.ts"
import type { AcceptedOperation } from "./operations/operationQueue.ts"
import { liveController } from "./liveController.ts"
import type { PassRequest } from "./passes/passQueue.ts"

/**
 * Keeps an installation right for as long as its scope is open: looks when files change and at intervals,
 * repairs with growing pauses between attempts, carries out operations one after the other, and tells how it
 * stands. Needs the services of a run, and a `FileWatcher`.
 */
export class Controller extends Context.Service<
  Controller,
  {
    readonly status: Effect.Effect<ControllerStatus>
    /** Whether all that it does is still being done. Where not, only starting the process anew helps. */
    readonly alive: Effect.Effect<boolean>
    /** Begins with a `status`, then tells what happens. A listener that is slow misses some, never the last. */
    readonly events: Stream.Stream<ControllerEvent>
    /** Past passes that found something, and some of those that did not; the oldest first. */
    readonly passes: Effect.Effect<ReadonlyArray<PassSummary>>
    /**
     * Wants a pass now and waits for its report. Requests that come together share one; a forced one is never
     * answered by one that was not.
     */
    readonly reconcile: (request: PassRequest) => Effect.Effect<Report, PassUnanswered>
    /** Accepts an operation to be carried out in its turn. Fails where the plugin has one that has not ended. */
    readonly submit: (operation: PluginOperation) => Effect.Effect<AcceptedOperation, OperationError>
    readonly operation: (id: string) => Effect.Effect<Option.Option<AcceptedOperation["ticket"]>>
    /** Submits, and waits for the end. */
    readonly perform: (operation: PluginOperation) => Effect.Effect<OperationResult, OperationError>
    /** Has LEDMatrix restart its display; refused where none is named. */
    readonly restartDisplay: Effect.Effect<void, LedmatrixFailed | OperationRefused>
    /** Reverses a run. */
    readonly undo: (run: string) => Effect.Effect<Undone, OperationError>
    /** What waits for a choice of a person. */
    readonly choices: Effect.Effect<OpenChoices>
    /** Does what was chosen for a finding; see `resolve`. */
    readonly resolve: (
      target: string,
      choice: string | undefined
    ) => Effect.Effect<OperationResult, OperationError>
    /** The lines that the next repair would change. */
    readonly pendingDiff: Effect.Effect<ReadonlyArray<FileDiff>>
    /** Sets what is left alone from now on, also after a restart. */
    readonly suspend: (change: (now: Suspension) => Suspension) => Effect.Effect<Suspension, LedgerError>
    /** How the sign stands to its desired state. */
    readonly desired: Effect.Effect<DesiredStatus>
    /** For so long, or until it is resumed, nothing is repaired for the desired state. */
    readonly pauseDesired: (
      lasting: Duration.Duration | undefined
    ) => Effect.Effect<DesiredStatus, LedgerError | OperationRefused>
    readonly resumeDesired: Effect.Effect<DesiredStatus, LedgerError | OperationRefused>
  }
>()("ledmatrix-reconciler/controller/Controller") {
  static readonly defaults = controllerDefaults

  static readonly layer = (options: ControllerOptions): Layer.Layer<Controller, never, ControllerServices> =>
    Layer.effect(Controller, liveController(options))
}
