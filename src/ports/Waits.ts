/** Where a run says what it waits for while it waits: another process, a server. Silent unless a shell listens. */
import { Context, Effect } from "effect"

/** What stands around a wait. `what` completes the sentence "waiting for …". */
export type AroundWait = <A, E, R>(what: string, wait: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>

/** Does nothing unless you provide a function of your own. */
export const Waits: Context.Reference<AroundWait> = Context.Reference<AroundWait>(
  "ledmatrix-reconciler/ports/Waits",
  { defaultValue: () => (_what, wait) => wait }
)

/** Says what is waited for, as long as it is. */
export const waitingFor =
  (what: string) =>
  <A, E, R>(wait: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(Waits, (around) => around(what, wait))
