/** How system calls on a tree in memory are made: counted, announced to the hook, then done. */
import { Clock, Effect } from "effect"
import { FileFault } from "../ports/FileFault.ts"
import { memoryFault } from "./MemoryTree.ts"

/** One call of a file port, such as `rename` or `sync`. `writes` says whether it may change something. */
export interface Operation {
  readonly name: string
  readonly path: string
  /** Counted from 1 since the last `reset`. */
  readonly number: number
  readonly writes: boolean
}

/** Runs before an operation; a fault it returns is what the operation fails with. */
export type Hook = (operation: Operation) => Effect.Effect<string | undefined>

export interface MemoryCalls {
  operations: Array<Operation>
  hook: Hook
  /** What the disk itself refuses to every program: it is full, or mounted read-only. */
  refuse: (operation: Operation) => string | undefined
  readonly look: <A>(name: string, path: string, run: () => A) => Effect.Effect<A, FileFault>
  readonly change: <A>(name: string, path: string, run: (nowMs: number) => A) => Effect.Effect<A, FileFault>
}

export const NO_HOOK: Hook = () => Effect.undefined

export const memoryCalls = (): MemoryCalls => {
  const call = <A>(
    name: string,
    path: string,
    writes: boolean,
    run: (nowMs: number) => A
  ): Effect.Effect<A, FileFault> =>
    Effect.suspend(() => {
      const operation = { name, path, number: calls.operations.length + 1, writes }
      calls.operations.push(operation)
      return Effect.flatMap(calls.hook(operation), (asked) => {
        const code = asked ?? calls.refuse(operation)
        return code === undefined ? done(name, path, run) : Effect.fail(memoryFault(name, path, code))
      })
    })
  const calls: MemoryCalls = {
    operations: [],
    hook: NO_HOOK,
    refuse: () => undefined,
    look: (name, path, run) => call(name, path, false, run),
    change: (name, path, run) => call(name, path, true, run)
  }
  return calls
}

const done = <A>(name: string, path: string, run: (nowMs: number) => A): Effect.Effect<A, FileFault> =>
  Clock.clockWith((clock) => {
    try {
      return Effect.succeed(run(clock.currentTimeMillisUnsafe()))
    } catch (cause) {
      return Effect.fail(cause instanceof FileFault ? cause : memoryFault(name, path, "UNKNOWN"))
    }
  })
