/** A controller on an installation in memory, in virtual time. */
import { Clock, Context, Duration, Effect, Layer, Ref } from "effect"
import { Controller } from "../../src/controller/Controller.ts"
import { Suspensions } from "../../src/services/ownFiles/Suspensions.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { MemoryWatcher } from "../../src/testing/MemoryWatcher.ts"
import { type Described, installation } from "../support/reconciling.ts"

export const CONFIG = `${MEMORY_ROOT}/config`
export const PLUGINS = `${MEMORY_ROOT}/plugin-repos`

export const services = (described: Described) =>
  Layer.mergeAll(Suspensions.layer).pipe(
    Layer.provideMerge(installation(described)),
    Layer.provideMerge(MemoryWatcher.layer)
  )

export const controllerOnly = Controller.layer({
  ...Controller.defaults,
  resync: Duration.hours(1),
  version: "0.0.0"
})

/** Everything, running. */
export const controller = (described: Described) =>
  controllerOnly.pipe(Layer.provideMerge(services(described)))

export const status = Controller.use((live) => live.status)

export const passes = Controller.use((live) => live.passes)

/** What the owner, or LEDMatrix, writes; and the system tells. */
export const writeConfig = (config: unknown) =>
  Effect.gen(function* () {
    const text = typeof config === "string" ? config : JSON.stringify(config)
    yield* (yield* MemoryFiles).put(`${CONFIG}/config.json`, text)
    yield* (yield* MemoryWatcher).touch(CONFIG, "config.json")
  })

/** A plugin that the owner has copied there: it never had an entry. */
export const copyPlugin = (id: string) =>
  Effect.gen(function* () {
    yield* (yield* MemoryFiles).put(`${PLUGINS}/${id}/manifest.json`, JSON.stringify({ id }))
    yield* (yield* MemoryWatcher).touch(PLUGINS, id)
  })

export const readText = (path: string) => MemoryFiles.use((files) => files.text(`${MEMORY_ROOT}/${path}`))

export const request = (options: { readonly force?: boolean; readonly replaceBroken?: boolean } = {}) =>
  Controller.use((live) => live.reconcile({ force: false, replaceBroken: false, ...options }))

class Skew extends Context.Service<Skew, Ref.Ref<number>>()("test/Skew") {}

const YEAR_MS = 365 * 24 * 60 * 60 * 1000

/** A wall clock that can be set, beside time that goes on as it does: what a Pi has before it asks the net. */
export const skewed = Layer.effectContext(
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const skew = yield* Ref.make(0)
    const skewedMs = (): number => clock.currentTimeMillisUnsafe() + Ref.getUnsafe(skew)
    return Context.make(Skew, skew).pipe(
      Context.add(
        Clock.Clock,
        // All else is the test clock's own, its control included.
        Object.assign(Object.create(clock) as Clock.Clock, {
          currentTimeMillisUnsafe: skewedMs,
          currentTimeMillis: Effect.sync(skewedMs),
          currentTimeNanosUnsafe: () => BigInt(Math.floor(skewedMs())) * 1_000_000n,
          currentTimeNanos: Effect.sync(() => BigInt(Math.floor(skewedMs())) * 1_000_000n)
        })
      )
    )
  })
)

export const setSkew = (years: number) => Skew.use((skew) => Ref.set(skew, years * YEAR_MS))
