/** A clock for spans of time alone: on a Pi the clock of the wall jumps when the network sets it. */
import { Clock, Effect } from "effect"

export const monotonicMs = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos / 1_000_000n))
