/**
 * Loading a program, and a busy minute, leave memory behind that it does not need any more; Node returns it only
 * when it is short of it itself. A Pi is short of it long before, and the controller runs for months.
 */
import { Duration, Effect } from "effect"
import { collector } from "../layers/collector.ts"

export const giveBackMemory = Effect.sync(() => {
  collector()({ type: "major", flavor: "last-resort" })
})

const LOOK_EVERY = Duration.minutes(1)

/** Less is not worth the moment that it takes. */
const GROWTH = 1.2

const residentBytes = Effect.sync(() => process.memoryUsage.rss())

/** Now, and whenever there is much more than there was then. */
export const stayLean = Effect.gen(function* () {
  for (;;) {
    yield* giveBackMemory
    const lean = yield* residentBytes
    const grown = Effect.map(residentBytes, (bytes) => bytes > GROWTH * lean)
    yield* Effect.repeat(Effect.delay(grown, LOOK_EVERY), { until: (is) => is })
  }
})
