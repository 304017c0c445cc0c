/**
 * A clock for specs that takes no real time: a sleep is over as soon as nothing else is left to do, and its time
 * has passed all the same. It can be set forward and back, as a Pi's clock is when the network comes.
 */
import { Clock, Context, Duration, Effect, Layer, Scheduler } from "effect"

export class VirtualClock extends Context.Service<
  VirtualClock,
  {
    /** Lets time pass, as it does while somebody works. */
    readonly pass: (duration: Duration.Input) => Effect.Effect<void>
    /** Sets the wall clock, in milliseconds since the epoch; sleeps take no notice. */
    readonly set: (nowMs: number) => Effect.Effect<void>
  }
>()("test/support/powerCut/VirtualClock") {
  /** Effect's clock for all that is provided with it, beginning at `startMs`. */
  static readonly layer = (startMs = 0): Layer.Layer<VirtualClock> =>
    Layer.effectContext(
      Effect.sync(() => {
        const clock = new StandingClock(startMs)
        const control = VirtualClock.of({
          pass: (duration) =>
            Effect.sync(() => clock.pass(Duration.toMillis(Duration.fromInputUnsafe(duration)))),
          set: (nowMs) => Effect.sync(() => clock.set(nowMs))
        })
        return Context.make(VirtualClock, control).pipe(
          Context.add(Clock.Clock, clock),
          Context.add(Scheduler.Scheduler, clock.scheduler)
        )
      })
    )
}

interface Sleeper {
  readonly atMs: number
  readonly wake: () => void
}

const NANOS_PER_MS = 1_000_000

class StandingClock implements Clock.Clock {
  /** Time that has passed; setting the wall clock does not change it. */
  #passedMs = 0
  #offsetMs: number
  /** The earliest first; of the same time, who slept first. */
  readonly #sleepers: Array<Sleeper> = []
  #watching = false
  /** Fibers that have their next turn before anybody's sleep is over. */
  #runnable = 0

  readonly scheduler = new Scheduler.MixedScheduler("async", (run) => {
    this.#runnable++
    const handle = setImmediate(() => {
      this.#runnable--
      run()
    })
    return () => {
      this.#runnable--
      clearImmediate(handle)
    }
  })

  constructor(startMs: number) {
    this.#offsetMs = startMs
  }

  currentTimeMillisUnsafe(): number {
    return this.#offsetMs + this.#passedMs
  }
  currentTimeNanosUnsafe(): bigint {
    return nanos(this.currentTimeMillisUnsafe())
  }
  monotonicTimeNanosUnsafe(): bigint {
    return nanos(this.#passedMs)
  }
  readonly currentTimeMillis = Effect.sync(() => this.currentTimeMillisUnsafe())
  readonly currentTimeNanos = Effect.sync(() => this.currentTimeNanosUnsafe())
  readonly monotonicTimeNanos = Effect.sync(() => this.monotonicTimeNanosUnsafe())

  sleep(duration: Duration.Duration): Effect.Effect<void> {
    const ms = Duration.toMillis(duration)
    if (ms <= 0) return Effect.yieldNow
    if (!Number.isFinite(ms)) return Effect.never
    return Effect.callback((resume) => {
      const sleeper = { atMs: this.#passedMs + ms, wake: () => resume(Effect.void) }
      const after = this.#sleepers.findIndex(({ atMs }) => atMs > sleeper.atMs)
      this.#sleepers.splice(after === -1 ? this.#sleepers.length : after, 0, sleeper)
      this.#watch()
      return Effect.sync(() => this.#forget(sleeper))
    })
  }

  pass(ms: number): void {
    this.#passedMs += ms
  }

  set(nowMs: number): void {
    this.#offsetMs = nowMs - this.#passedMs
  }

  #forget(sleeper: Sleeper): void {
    const at = this.#sleepers.indexOf(sleeper)
    if (at !== -1) this.#sleepers.splice(at, 1)
  }

  /** Promises have had their turn before the next one of the event loop. */
  #watch(): void {
    if (this.#watching) return
    this.#watching = true
    setImmediate(() => {
      this.#watching = false
      if (this.#runnable > 0) return this.#watch()
      const next = this.#sleepers.shift()
      if (next === undefined) return
      this.#passedMs = Math.max(this.#passedMs, next.atMs)
      next.wake()
      if (this.#sleepers.length > 0) this.#watch()
    })
  }
}

const nanos = (ms: number): bigint => BigInt(Math.floor(ms * NANOS_PER_MS))
