/**
 * A clock that does not wait: a sleep ends as soon as nothing else has anything to do, in the order
 * of time. So retries and pauses cost nothing, and a time limit ends only what would really wait for ever.
 */
import { Clock, Duration, Effect, Layer } from "effect"

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

/** Turns of the event loop without a new sleeper, until the machine is taken to be idle. */
const IDLE_TURNS = 40

/** When every run begins. */
export const START_MS: number = Date.UTC(2026, 5, 1, 12)

const make = (): Clock.Clock => {
  let now = START_MS
  let sleepers: ReadonlyArray<Sleeper> = []
  let quiet = 0
  let turning = false

  const turn = (): void => {
    if (sleepers.length === 0) {
      turning = false
      return
    }
    if (++quiet > IDLE_TURNS) {
      const [first, ...rest] = sleepers.toSorted((a, b) => a.at - b.at)
      sleepers = rest
      quiet = 0
      if (first !== undefined) {
        now = Math.max(now, first.at)
        first.wake()
      }
    }
    setImmediate(turn)
  }

  const sleep = (duration: Duration.Duration): Effect.Effect<void> =>
    Effect.callback((resume) => {
      const sleeper = { at: now + Duration.toMillis(duration), wake: () => resume(Effect.void) }
      sleepers = [...sleepers, sleeper]
      quiet = 0
      if (!turning) {
        turning = true
        setImmediate(turn)
      }
      return Effect.sync(() => {
        sleepers = sleepers.filter((other) => other !== sleeper)
      })
    })

  return {
    currentTimeMillisUnsafe: () => now,
    currentTimeMillis: Effect.sync(() => now),
    currentTimeNanosUnsafe: () => BigInt(Math.floor(now)) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(Math.floor(now)) * 1_000_000n),
    monotonicTimeNanosUnsafe: () => BigInt(Math.floor(now)) * 1_000_000n,
    monotonicTimeNanos: Effect.sync(() => BigInt(Math.floor(now)) * 1_000_000n),
    sleep
  }
}

export const VirtualClock = { layer: Layer.sync(Clock.Clock, make), make }
