/**
 * Mutual exclusion between processes on one machine. The kernel holds the lock, so that it is free the
 * moment its holder dies, however it dies.
 */
import { Context, Data, type Duration, type Effect, type Scope } from "effect"
import type { FileFault } from "./FileFault.ts"

/** Who holds a lock, as far as it told. */
export interface LockHolder {
  readonly pid: number
  readonly host: string
  readonly command: string
}

/** The lock was not free within the time the caller was ready to wait. */
export class LockTimeout extends Data.TaggedError("LockTimeout")<{
  readonly path: string
  readonly holder: LockHolder | undefined
  readonly waited: Duration.Duration
}> {
  readonly transient = true
  override get message(): string {
    const who =
      this.holder === undefined
        ? "another process"
        : `process ${this.holder.pid} on ${this.holder.host} (${this.holder.command})`
    return `${this.path} is held by ${who}`
  }
}

/** Locks between the processes of one machine. */
export class ProcessLock extends Context.Service<
  ProcessLock,
  {
    /**
     * Holds the lock whose file is `path` (its directory must exist) until the scope closes. Not
     * re-entrant: a second acquisition by the same process waits like any other.
     */
    readonly acquire: (
      path: string,
      options: { readonly timeout: Duration.Duration }
    ) => Effect.Effect<void, LockTimeout | FileFault, Scope.Scope>
  }
>()("ledmatrix-reconciler/ports/ProcessLock") {}
