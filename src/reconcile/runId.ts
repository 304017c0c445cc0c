/** Names of runs: sortable by time, unique enough for one installation. */
import { Clock, Effect, Random } from "effect"

/** `20261124T013105482-4f9c2a`: UTC, to the millisecond, and six random hexadecimal digits. */
export const nextRunId = Effect.gen(function* () {
  const now = yield* Clock.currentTimeMillis
  const random = yield* Random.nextIntBetween(0, 0x1000000)
  const time = new Date(now).toISOString().replaceAll(/[-:.Z]/gu, "")
  return `${time}-${random.toString(16).padStart(6, "0")}`
})
