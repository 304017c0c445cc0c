// A store that is slow: what a controller does meanwhile, and what becomes of the download.
import { assert, describe, it } from "@effect/vitest"
import { type Duration, Effect, Exit, Layer } from "effect"
import { TestClock } from "effect/testing"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { BadArchive } from "../../../src/domain/errors/FetchReason.ts"
import { PluginInstaller } from "../../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { FileReader } from "../../../src/ports/Files.ts"
import { Reconciler } from "../../../src/reconcile/Reconciler.ts"
import { MemoryWatcher } from "../../../src/testing/MemoryWatcher.ts"
import { type Described, lines, readJson } from "../../support/reconciling.ts"
import { controllerOnly, PLUGINS, request, services, status, writeConfig } from "../support.ts"

const missing: Described = {
  config: { clock: { enabled: true } },
  offers: { clock: { manifestId: "clock", version: "1.0.0" } }
}

const failure = new StoreError({
  plugin: "clock",
  reason: new BadArchive({ code: "not_a_zip", problem: "it is no zip archive" })
})

/** A controller whose downloads take so long, and may then fail. */
const slow = (time: Duration.Input, fails = false) => {
  const installer = Layer.effect(
    PluginInstaller,
    Effect.map(PluginInstaller, (quick) =>
      PluginInstaller.of({
        ...quick,
        stage: (...args) => Effect.delay(fails ? Effect.fail(failure) : quick.stage(...args), time)
      })
    )
  )
  return controllerOnly.pipe(
    Layer.provide(Layer.fresh(Reconciler.layer).pipe(Layer.provide(installer))),
    Layer.provideMerge(services(missing))
  )
}

const report = Effect.map(status, ({ last_report }) => (last_report === null ? [] : lines(last_report)))
const installed = MemoryFiles.use((files) => files.text(`${PLUGINS}/clock/manifest.json`))

const WAITING = "clock not_installed failed transient download_under_way"

describe("a download that takes an hour", () => {
  it.effect("is reported as a failure that time cures", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("11 seconds")
      assert.deepStrictEqual(yield* report, [WAITING])
    }).pipe(Effect.provide(slow("1 hour")))
  )

  it.effect("is listed while it goes on, also before the first pass has ended", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("5 seconds")
      const early = yield* status
      assert.isNull(early.last_report)
      assert.deepStrictEqual(early.fetching, [{ plugin_id: "clock", step: "looking up", progress: null }])
      yield* TestClock.adjust("61 minutes")
      assert.isUndefined((yield* status).fetching)
    }).pipe(Effect.provide(slow("1 hour")))
  )

  it.effect("keeps no other repair waiting", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("11 seconds")
      yield* MemoryFiles.use((files) =>
        files.put(
          `${PLUGINS}/news/manifest.json`,
          '{"id":"news","name":"n","class_name":"N","display_modes":[]}'
        )
      )
      yield* MemoryWatcher.use((watcher) => watcher.touch(PLUGINS, "news"))
      yield* TestClock.adjust("1 second")
      assert.deepNestedInclude(yield* readJson("config/config.json"), { "news.enabled": false })
    }).pipe(Effect.provide(slow("1 hour")))
  )

  it.effect("keeps no request waiting that comes after", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("11 seconds")
      const asking = yield* Effect.forkChild(Effect.map(request({ force: true }), lines))
      yield* TestClock.adjust("1 second")
      assert.deepStrictEqual(asking.pollUnsafe(), Exit.succeed([WAITING]))
    }).pipe(Effect.provide(slow("1 hour")))
  )

  it.effect("ends with the plugin in its place", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 hour")
      yield* TestClock.adjust("3 seconds")
      assert.include(yield* installed, "clock")
    }).pipe(Effect.provide(slow("1 hour")))
  )

  it.effect("leaves nothing where the plugin is not wanted any more", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("11 seconds")
      yield* writeConfig({})
      yield* TestClock.adjust("2 hours")
      const left = yield* FileReader.use((files) => files.list(PLUGINS))
      assert.deepStrictEqual(left, [])
    }).pipe(Effect.provide(slow("1 hour")))
  )

  it.effect("that fails is reported by the next pass, with its cause", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 hour")
      yield* TestClock.adjust("3 seconds")
      assert.deepStrictEqual(yield* report, ["clock not_installed failed permanent not_a_zip"])
    }).pipe(Effect.provide(slow("1 hour", true)))
  )
})

describe("a download that takes 5 seconds", () => {
  it.effect("is waited for", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("6 seconds")
      assert.deepNestedInclude(yield* status, { "startup.fixed_count": 1 })
    }).pipe(Effect.provide(slow("5 seconds")))
  )
})
