/** One writing run at a time: the lock that covers re-read, commit and journal of an installation. */
import { Context, type Effect } from "effect"
import type { FileFault } from "../ports/Files.ts"
import type { LockTimeout } from "../ports/ProcessLock.ts"

export class RootLock extends Context.Service<
  RootLock,
  {
    /** Runs `effect` while holding the lock. Not re-entrant. */
    readonly hold: <A, E, R>(
      effect: Effect.Effect<A, E, R>
    ) => Effect.Effect<A, E | LockTimeout | FileFault, R>
  }
>()("ledmatrix-reconciler/services/RootLock") {}
