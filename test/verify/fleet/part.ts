/** The process that simulates a part of many signs, for `run.ts`. */
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { simulateSigns } from "./simulate.ts"

const [signs = 0, from = 0, to = 0, idleMinutes = 0, share = 0] = process.argv.slice(2).map(Number)

const seen = await Effect.runPromise(
  simulateSigns({
    signs,
    from,
    to,
    idleMinutes,
    share,
    step: 1,
    tell: (line) => process.send?.({ line })
  }).pipe(Effect.provide(TestClock.layer({ warningDelay: "1 hour" })))
)
process.send?.({ seen })
process.disconnect()
