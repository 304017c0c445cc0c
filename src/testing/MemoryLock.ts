import { Effect, Layer, Semaphore } from "effect"
import { LockTimeout, ProcessLock } from "../ports/ProcessLock.ts"

/** `ProcessLock` within one process. A lock that is not free in time fails with `LockTimeout`. */
export const MemoryLock = {
  layer: Layer.sync(ProcessLock, () => {
    const held = new Map<string, Semaphore.Semaphore>()
    return {
      acquire: (path, { timeout }) => {
        const semaphore = held.get(path) ?? Semaphore.makeUnsafe(1)
        held.set(path, semaphore)
        return Effect.acquireRelease(
          semaphore.take(1).pipe(
            Effect.timeoutOrElse({
              duration: timeout,
              orElse: () => Effect.fail(new LockTimeout({ path, holder: undefined, waited: timeout }))
            })
          ),
          () => semaphore.release(1),
          { interruptible: true }
        ).pipe(Effect.asVoid)
      }
    }
  })
}
