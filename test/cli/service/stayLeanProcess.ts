/** A process that takes much, is done with it, and lets a minute pass: prints its memory before and after, in MB. */
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { stayLean } from "../../../src/cli/service/stayLean.ts"

const residentMegabytes = () => process.memoryUsage.rss() / 1e6

const program = Effect.gen(function* () {
  yield* Effect.forkChild(stayLean)
  yield* TestClock.adjust(0)
  let taken: Array<unknown> = Array.from({ length: 2_000_000 }, (_, at) => ({ at }))
  const most = residentMegabytes()
  const count = taken.length
  taken = []
  // As anything does that was used and is done with.
  yield* Effect.promise(() => new Promise((turn) => setImmediate(turn)))
  yield* TestClock.adjust("1 minute")
  process.stdout.write(JSON.stringify({ count, most, after: residentMegabytes() }))
})

await Effect.runPromise(Effect.scoped(Effect.provide(program, TestClock.layer())))
