/** The keeper of the desired state, as the controller uses it. */
import { Context, type Duration, type Effect } from "effect"
import type { DesiredStatus } from "../../domain/desired/DesiredStatus.ts"
import type { LedgerError } from "../../domain/errors/ServiceError.ts"
import type { Report } from "../../domain/findings/Report.ts"
import type { OperationServices } from "../../operations/OperationServices.ts"
import type { DesiredKey } from "../../services/desired/signature.ts"

/** Where the document is, how it is proven, and whose part of it counts. */
export interface DesiredOptions {
  /** An http(s) address, or an absolute path. */
  readonly document: string
  readonly key: DesiredKey | undefined
  readonly sign: string
  readonly poll: Duration.Duration
  readonly settle: Duration.Duration
  /** Use no network. */
  readonly offline: boolean
  readonly systemKeys: ReadonlySet<string>
}

/** What the controller does for the keeper. */
export interface DesiredListener {
  /** Something else is wanted now. */
  readonly nudge: Effect.Effect<void>
  /** It stands otherwise. */
  readonly changed: Effect.Effect<void>
}

/** How it stands, without what only passes know. */
export type DesiredStanding = Omit<DesiredStatus, "findings" | "not_as_desired">

export interface DesiredKeeper {
  readonly standing: Effect.Effect<DesiredStanding>
  /** Asks for the document, at once and then at intervals; never ends. */
  readonly work: (listener: DesiredListener) => Effect.Effect<never>
  /** Learns from a pass whether the revision in force does harm, and takes it back if so. */
  readonly passEnded: (report: Report) => Effect.Effect<void, never, OperationServices>
  /** For so long, or until it is resumed, nothing is wanted. */
  readonly pause: (lasting: Duration.Duration | undefined) => Effect.Effect<void, LedgerError>
  readonly resume: Effect.Effect<void, LedgerError>
  /** Forgets what was rejected, and asks for the document now. */
  readonly retry: Effect.Effect<void, LedgerError>
}

/** `undefined` where no desired state is given. */
export const Desired: Context.Reference<DesiredKeeper | undefined> = Context.Reference<
  DesiredKeeper | undefined
>("ledmatrix-reconciler/controller/Desired", { defaultValue: () => undefined })
