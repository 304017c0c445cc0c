// A lock whose holder is another process, and who holds it, as others are told it.
import { assert, describe, it } from "@effect/vitest"
import { Duration, Effect, Fiber, Scheduler } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { shownCommand } from "../../src/node/locking/holder.ts"
import { NodeProcessLock } from "../../src/node/NodeProcessLock.ts"
import { LockTimeout, ProcessLock } from "../../src/ports/ProcessLock.ts"
import { directoryWith } from "../support/realInstallation.ts"

/** Takes the lock, says so, and never lets go of it. */
const HOLDER = `
  import { Duration, Effect } from "effect"
  import { NodeProcessLock } from "${new URL("../../src/node/NodeProcessLock.ts", import.meta.url).href}"
  import { ProcessLock } from "${new URL("../../src/ports/ProcessLock.ts", import.meta.url).href}"
  const holding = Effect.gen(function* () {
    yield* (yield* ProcessLock).acquire(process.argv[1], { timeout: Duration.seconds(60) })
    process.stdout.write("held")
    setInterval(() => {}, 1000)
    return yield* Effect.never
  })
  Effect.runFork(Effect.scoped(holding).pipe(Effect.provide(NodeProcessLock.layer)))
`

const holderOf = (path: string) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const child = spawn(process.execPath, ["--input-type=module", "-e", HOLDER, path], {
        cwd: import.meta.dirname,
        stdio: ["ignore", "pipe", "inherit"]
      })
      await once(child.stdout, "data")
      return child
    }),
    (child) => Effect.sync(() => child.kill("SIGKILL"))
  )

describe("a lock that another process holds", () => {
  it.live("is free as soon as that process is killed, and not before", () =>
    Effect.gen(function* () {
      const path = `${yield* directoryWith({ "data/x": "" })}/data/a.lock`
      const child = yield* holderOf(path)
      const lock = yield* ProcessLock
      const acquire = Effect.scoped(lock.acquire(path, { timeout: Duration.millis(50) }))
      const refused = yield* Effect.flip(acquire)
      assert.deepStrictEqual(
        [refused instanceof LockTimeout, refused instanceof LockTimeout && refused.holder?.pid],
        [true, child.pid]
      )
      const gone = once(child, "exit")
      child.kill("SIGKILL")
      assert.deepStrictEqual((yield* Effect.promise(() => gone))[1], "SIGKILL")
      yield* acquire
    }).pipe(Effect.provide(NodeProcessLock.layer))
  )
})

describe("a lock whose taking is interrupted", () => {
  it.live("is free afterwards, at whichever step that is", () =>
    Effect.gen(function* () {
      const path = `${yield* directoryWith({ "data/x": "" })}/data/a.lock`
      const lock = yield* ProcessLock
      const acquire = Effect.scoped(lock.acquire(path, { timeout: Duration.zero }))
      yield* acquire
      const stillHeld: Array<number> = []
      for (let at = 0; at < 240; at++) {
        const steps = at >> 1
        const taking = yield* acquire.pipe(
          Effect.provideService(Scheduler.MaxOpsBeforeYield, at % 2 === 0 ? 2 : 3),
          Effect.forkChild
        )
        for (let step = 0; step < steps; step++) yield* Effect.yieldNow
        yield* Fiber.interrupt(taking)
        if ((yield* Effect.exit(acquire))._tag === "Failure") stillHeld.push(steps)
      }
      assert.deepStrictEqual(stillHeld, [])
    }).pipe(Effect.provide(NodeProcessLock.layer))
  )
})

describe("the command of a lock's holder", () => {
  for (const [given, shown] of [
    ["/opt/bin.js reconcile --force", "bin.js reconcile --force"],
    ["/opt/bin.js controller --token s3cret-s3cret --port 80", "bin.js controller --token ‹set› --port 80"],
    ["/opt/bin.js --token=s3cret-s3cret controller", "bin.js --token=‹set› controller"]
  ] as const) {
    it(`of "${given}" is "${shown}"`, () => {
      assert.strictEqual(shownCommand(given.split(" ")), shown)
    })
  }
})
