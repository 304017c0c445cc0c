/** Pure: how long a copy of the registry may be given without asking for it again. */
import { type Clock, Duration } from "effect"
import { REGISTRY_TTL } from "../limits.ts"

/**
 * How much longer a copy that was fetched at `fetchedAtMs` counts as fresh. Zero where it is 15 minutes old, and
 * where it comes from the future: the clock has gone back since, so that its age is unknown. Times are
 * milliseconds since the epoch.
 */
export const freshFor = (fetchedAtMs: number, nowMs: number): Duration.Duration => {
  const ageMs = nowMs - fetchedAtMs
  return ageMs < 0 ? Duration.zero : Duration.millis(Math.max(0, Duration.toMillis(REGISTRY_TTL) - ageMs))
}

/** How long an answer is good, from when on, and the copy in it where it has one. */
export interface Lifetime {
  readonly goodFor: Duration.Duration
  /** When the answer was made, by the clock that never jumps. */
  readonly madeAtNanos: bigint
  readonly fetchedAtMs: number | undefined
}

/**
 * Whether an answer must not be given any more although the cache, which knows only the clock of the wall, still
 * would: that clock went back, so that the copy seems to come from the future, or a pause to have begun just now.
 */
export const clockWentBack = (
  { fetchedAtMs, goodFor, madeAtNanos }: Lifetime,
  clock: Pick<Clock.Clock, "currentTimeMillisUnsafe" | "monotonicTimeNanosUnsafe">
): boolean =>
  (fetchedAtMs !== undefined && fetchedAtMs > clock.currentTimeMillisUnsafe()) ||
  clock.monotonicTimeNanosUnsafe() - madeAtNanos >= Duration.toNanosUnsafe(goodFor)
