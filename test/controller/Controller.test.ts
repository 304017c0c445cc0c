// The controller on an installation in memory, in virtual time: what wakes it, what it leaves alone, what it
// says of itself.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Controller } from "../../src/controller/Controller.ts"
import { Suspensions } from "../../src/services/Suspensions.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { MemoryWatcher } from "../../src/testing/MemoryWatcher.ts"
import { defaultPolicy } from "../../src/domain/Policy.ts"
import { type Described, installation, readJson } from "../support/reconciling.ts"

const CONFIG = `${MEMORY_ROOT}/config`

const controller = (described: Described) =>
  Controller.layer({ ...Controller.defaults, policy: defaultPolicy, version: "0.0.0" }).pipe(
    Layer.provideMerge(Suspensions.layer),
    Layer.provideMerge(installation(described)),
    Layer.provideMerge(MemoryWatcher.layer)
  )

const clock = { clock: {} }
const status = Controller.use((live) => live.status)
const writeConfig = (config: unknown) =>
  Effect.gen(function* () {
    yield* (yield* MemoryFiles).put(`${CONFIG}/config.json`, JSON.stringify(config))
    yield* (yield* MemoryWatcher).touch(CONFIG, "config.json")
  })

describe("the controller", () => {
  it.effect("reconciles once when it starts", () =>
    Effect.gen(function* () {
      assert.isFalse((yield* status).startup.done)
      yield* TestClock.adjust("1 second")
      const { startup } = yield* status
      assert.isTrue(startup.done)
      assert.strictEqual(startup.fixed_count, 1)
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: false } })
    }).pipe(Effect.provide(controller({ plugins: clock })))
  )

  it.effect("repairs what changed, soon after it is quiet", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* writeConfig({})
      yield* TestClock.adjust("200 millis")
      assert.deepStrictEqual(yield* readJson("config/config.json"), {})
      yield* TestClock.adjust("100 millis")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { clock: { enabled: false } })
    }).pipe(Effect.provide(controller({ config: { clock: { enabled: false } }, plugins: clock })))
  )

  it.effect("tries what failed again, later each time, and at once when something else is wanted", () =>
    Effect.gen(function* () {
      const store = yield* MemoryStore
      yield* store.setReachable(false)
      yield* TestClock.adjust("1 second")
      const attempts = Effect.map(status, ({ back_offs }) => back_offs[0]?.attempts)
      assert.strictEqual(yield* attempts, 1)
      yield* TestClock.adjust("3 seconds")
      assert.strictEqual(yield* attempts, 1)
      yield* TestClock.adjust("4 seconds")
      assert.strictEqual(yield* attempts, 2)
      yield* writeConfig({ clock: { enabled: true, size: 2 } })
      yield* TestClock.adjust("1 second")
      assert.strictEqual(yield* attempts, 1)
      yield* store.setReachable(true)
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual((yield* status).back_offs, [])
    }).pipe(
      Effect.provide(
        controller({
          config: { clock: { enabled: true } },
          offers: { clock: { manifestId: "clock", version: "1.0.0" } }
        })
      )
    )
  )
})
