/**
 * The lock between processes, held by the kernel through SQLite: free the moment its holder dies. A file
 * beside it names the holder for people; nothing depends on that file.
 */
import { Duration, Effect, Layer, Schedule, Semaphore } from "effect"
import { FileFault } from "../ports/FileFault.ts"
import { LockTimeout, ProcessLock } from "../ports/ProcessLock.ts"
import { waitingFor } from "../ports/Waits.ts"
import { announced, lockedBy, readHolder, self } from "./locking/holder.ts"
import { grantsLocks, tryLock } from "./locking/sqliteLock.ts"

/** About every 60 ms, for as long as the caller is ready to wait. */
const pollingFor = (timeout: Duration.Duration) =>
  Schedule.spaced("60 millis").pipe(
    Schedule.jittered,
    Schedule.while(({ elapsed }) => Effect.succeed(elapsed < Duration.toMillis(timeout)))
  )

const lockWithin = Effect.fnUntraced(function* (path: string, timeout: Duration.Duration) {
  if (yield* tryLock(path)) return
  if (!(yield* grantsLocks(path))) return yield* new FileFault({ operation: "lock", path, code: "ENOLCK" })
  const isHeld = yield* tryLock(path).pipe(
    Effect.repeat({ schedule: pollingFor(timeout), until: (held) => held }),
    waitingFor(yield* Effect.map(readHolder(path), lockedBy))
  )
  if (!isHeld) return yield* new LockTimeout({ path, holder: yield* readHolder(path), waited: timeout })
})

const make = Effect.sync(() => {
  const queues = new Map<string, Semaphore.Semaphore>()
  const queueOf = (path: string) => {
    const queue = queues.get(path) ?? Semaphore.makeUnsafe(1)
    queues.set(path, queue)
    return queue
  }
  return ProcessLock.of({
    acquire: Effect.fnUntraced(function* (
      path: string,
      { timeout }: { readonly timeout: Duration.Duration }
    ) {
      yield* queueOf(path)
        .takeScoped(1)
        .pipe(
          Effect.timeoutOrElse({
            duration: timeout,
            orElse: () => new LockTimeout({ path, holder: self(), waited: timeout })
          })
        )
      yield* lockWithin(path, timeout)
      yield* announced(path)
    })
  })
})

/** `ProcessLock` by SQLite's locks, and by a queue for the fibers of one process. */
export const NodeProcessLock: { readonly layer: Layer.Layer<ProcessLock> } = {
  layer: Layer.effect(ProcessLock, make)
}
