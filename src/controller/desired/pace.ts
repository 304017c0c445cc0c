/** Pure: when the document is asked for again. */
import { Duration } from "effect"

const HOUR_MS = Duration.toMillis(Duration.hours(1))

/**
 * The usual pause after an answer; after failures in a row twice as long each time, up to an hour, and no sooner than the
 * server wants. `random` from 0 to 1 spreads many signs by a fifth of it either way.
 */
export const pauseMs = (
  poll: Duration.Duration,
  failures: number,
  retryAfter: Duration.Duration,
  random: number
): number => {
  const usual = Duration.toMillis(poll)
  const grown = Math.max(usual, Math.min(HOUR_MS, usual * 2 ** Math.max(0, failures - 1)))
  const spread = grown * (0.8 + 0.4 * random)
  return Math.max(spread, Math.min(Duration.toMillis(retryAfter), HOUR_MS))
}
