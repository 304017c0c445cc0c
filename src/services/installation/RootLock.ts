import { Context, type Duration, Effect, Layer } from "effect"
import { join } from "node:path/posix"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import type { FileFault } from "../../ports/FileFault.ts"
import { type LockTimeout, ProcessLock } from "../../ports/ProcessLock.ts"
import { Installation } from "./Installation.ts"
import { makeLedgerDirectory } from "../ownFiles/formats/ledgerFiles.ts"

/** One writing run at a time: the lock that covers re-read, commit and journal of an installation. */
export class RootLock extends Context.Service<
  RootLock,
  {
    /**
     * Runs `effect` while holding the lock; any end of it frees the lock. Not re-entrant. `LockTimeout` where another
     * run held the lock for too long, `FileFault` where the lock's file cannot be made.
     */
    readonly hold: <A, E, R>(
      effect: Effect.Effect<A, E, R>
    ) => Effect.Effect<A, E | LockTimeout | FileFault, R>
  }
>()("ledmatrix-reconciler/services/RootLock") {
  /** Live, on `data/reconciler/root.lock`, whose directory it makes. */
  static readonly layer = (options: {
    /** How long to wait while another run holds it. */
    readonly timeout: Duration.Duration
  }): Layer.Layer<RootLock, never, ProcessLock | FileReader | FileWriter | Installation> =>
    Layer.effect(
      RootLock,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter>()
        const lock = yield* ProcessLock
        const { ledgerDirectory } = yield* Installation
        const acquire = makeLedgerDirectory(ledgerDirectory).pipe(
          Effect.provideContext(files),
          Effect.andThen(lock.acquire(join(ledgerDirectory, "root.lock"), options))
        )
        return RootLock.of({ hold: (effect) => Effect.scoped(Effect.andThen(acquire, effect)) })
      })
    )
}
