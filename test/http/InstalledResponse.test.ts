// The list of installed plugins is made for all who ask together, and made anew when it may be another.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Controller } from "../../src/controller/Controller.ts"
import { InstalledResponse } from "../../src/http/responses/plugins/InstalledResponse.ts"
import { HttpSettings } from "../../src/http/HttpSettings.ts"
import { Manifests } from "../../src/services/disk/scan/Manifests.ts"
import { PluginRegistry } from "../../src/services/PluginStore.ts"
import { Suspensions } from "../../src/services/ownFiles/Suspensions.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { MemoryWatcher } from "../../src/testing/MemoryWatcher.ts"
import { installation } from "../support/reconciling.ts"
import { httpSettings, registryCopy } from "./support/site.ts"

/** Asked, it leaves a copy with a newer clock, after so long. */
const askedAfterMs = (ms: number, asked: Array<string> = []) =>
  Layer.effect(
    PluginRegistry,
    Effect.gen(function* () {
      const registry = yield* PluginRegistry
      const files = yield* MemoryFiles
      const copy = registryCopy([{ id: "clock", latest_version: "9.0.0" }])
      const keep = Effect.forEach(Object.entries(copy), ([path, text]) =>
        files.put(`${MEMORY_ROOT}/${path}`, text)
      )
      return PluginRegistry.of({
        ...registry,
        get: Effect.suspend(() => {
          asked.push("asked")
          return Effect.delay(Effect.andThen(keep, registry.get), ms)
        })
      })
    })
  )

const answering = InstalledResponse.layer.pipe(
  Layer.provide(Manifests.layer),
  Layer.provideMerge(Controller.layer({ ...Controller.defaults, version: "0.0.0" })),
  Layer.provideMerge(Suspensions.layer),
  Layer.provideMerge(
    installation({
      config: { clock: { enabled: true }, news: { enabled: true } },
      plugins: { clock: { tags: ["a"] }, news: {} }
    })
  ),
  Layer.provideMerge(MemoryWatcher.layer),
  Layer.provide(Layer.succeed(HttpSettings, httpSettings))
)

/** The same, with a registry that takes so long. */
const answeringBy = (ms: number, asked: Array<string>) =>
  InstalledResponse.layer.pipe(
    Layer.provide(askedAfterMs(ms, asked)),
    Layer.provide(Manifests.layer),
    Layer.provideMerge(Controller.layer({ ...Controller.defaults, version: "0.0.0" })),
    Layer.provideMerge(Suspensions.layer),
    Layer.provideMerge(installation({ config: { clock: {} }, plugins: { clock: { version: "1.0.0" } } })),
    Layer.provideMerge(MemoryWatcher.layer),
    Layer.provide(Layer.succeed(HttpSettings, httpSettings))
  )

/** After the first pass, and with every file old enough for its signature to be trusted. */
const settled = TestClock.adjust("10 seconds")

const answer = InstalledResponse.use((installed) => installed.answer)

const text = Effect.map(answer, ({ body }) =>
  body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""
)

/** How often manifests were looked at, and read. */
const looks = Effect.map(
  MemoryFiles.use((files) => files.operations),
  (operations) =>
    operations.filter(({ path }) => path.endsWith("clock/manifest.json")).map(({ name }) => name)
)

const reset = MemoryFiles.use((files) => files.reset)

describe("the list of installed plugins", () => {
  it.effect("is one for all who ask at once", () =>
    Effect.gen(function* () {
      yield* settled
      yield* reset
      const all = yield* Effect.all(
        Array.from({ length: 50 }, () => answer),
        { concurrency: "unbounded" }
      )
      assert.strictEqual(new Set(all).size, 1)
      assert.strictEqual((yield* looks).filter((name) => name === "stat").length, 1)
    }).pipe(Effect.provide(answering))
  )

  it.effect("is looked for again after a moment, and what has not changed is not read again", () =>
    Effect.gen(function* () {
      yield* settled
      yield* answer
      yield* reset
      yield* TestClock.adjust("1 second")
      yield* answer
      assert.deepStrictEqual(yield* looks, ["stat"])
    }).pipe(Effect.provide(answering))
  )

  it.effect("reads again what has changed", () =>
    Effect.gen(function* () {
      yield* settled
      yield* answer
      const files = yield* MemoryFiles
      const path = `${MEMORY_ROOT}/plugin-repos/clock/manifest.json`
      yield* files.put(path, JSON.stringify({ id: "clock", name: "Clock", author: "Bob" }))
      yield* TestClock.adjust("1 second")
      assert.include(yield* text, `"author":"Bob"`)
    }).pipe(Effect.provide(answering))
  )

  it.effect("is never older than an event that was sent", () =>
    Effect.gen(function* () {
      yield* settled
      yield* answer
      const controller = yield* Controller
      yield* controller.suspend((now) => ({ ...now, plugins: ["clock"] }))
      // No time has passed.
      yield* TestClock.adjust(0)
      assert.include(yield* text, `"suspended":true`)
    }).pipe(Effect.provide(answering))
  )

  it.effect("asks the registry, which may know a newer version", () => {
    const asked: Array<string> = []
    return Effect.gen(function* () {
      yield* settled
      const first = yield* Effect.forkChild(text)
      yield* TestClock.adjust("1 second")
      assert.include(yield* Fiber.join(first), `"update_available":true`)
      assert.lengthOf(asked, 1)
    }).pipe(Effect.provide(answeringBy(500, asked)))
  })

  it.effect("does not wait for a slow registry, and is made anew when it has answered", () => {
    const asked: Array<string> = []
    return Effect.gen(function* () {
      yield* settled
      const first = yield* Effect.forkChild(text)
      yield* TestClock.adjust("2 seconds")
      assert.include(yield* Fiber.join(first), `"update_available":false`)
      yield* TestClock.adjust("10 seconds")
      assert.include(yield* text, `"update_available":true`)
    }).pipe(Effect.provide(answeringBy(8000, asked)))
  })

  it.effect("makes one request of the registry at a time", () => {
    const asked: Array<string> = []
    return Effect.gen(function* () {
      yield* settled
      for (let time = 0; time < 3; time++) {
        yield* Effect.forkChild(text)
        yield* TestClock.adjust("2 seconds")
      }
      assert.lengthOf(asked, 1)
    }).pipe(Effect.provide(answeringBy(60_000, asked)))
  })
})
