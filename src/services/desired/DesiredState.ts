/** What this sign should be, where anything says so. */
import { Context, Effect } from "effect"
import type { DesiredSign } from "../../domain/desired/DesiredDocument.ts"

/** Reads the accepted revision. It never fails, and never fetches. */
export interface DesiredReader {
  /**
   * What the revision in force wants of this sign. `undefined` where no desired state is given, none was accepted yet,
   * or it is paused or being taken back: then nothing is wanted, which is not the same as wanting nothing.
   */
  readonly current: Effect.Effect<DesiredSign | undefined>
}

/** Where nothing gives a desired state, there is none. */
export const DesiredState: Context.Reference<DesiredReader> = Context.Reference<DesiredReader>(
  "ledmatrix-reconciler/services/DesiredState",
  { defaultValue: () => ({ current: Effect.succeed(undefined) }) }
)
