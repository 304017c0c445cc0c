/** The controller beside a LEDMatrix that uninstalls a plugin: entry first, files later, mark last. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MemoryWatcher } from "../../src/testing/MemoryWatcher.ts"
import { readJson } from "../support/reconciling.ts"
import { CONFIG, controller, passes, PLUGINS, readText, status, writeConfig } from "./support.ts"

const two = {
  config: { clock: { enabled: true }, news: { enabled: true } },
  plugins: { clock: {}, news: {} },
  offers: { clock: { manifestId: "clock", version: "1.0.0" } }
}
const REST = { news: { enabled: true } }

const removeFiles = Effect.gen(function* () {
  yield* (yield* MemoryFiles).remove(`${PLUGINS}/clock`)
  yield* (yield* MemoryWatcher).touch(PLUGINS, "clock")
})
const mark = Effect.gen(function* () {
  yield* (yield* MemoryFiles).put(`${CONFIG}/uninstalled_plugins.json`, `["clock"]`)
  yield* (yield* MemoryWatcher).touch(CONFIG, "uninstalled_plugins.json")
})

describe("while LEDMatrix uninstalls a plugin, the controller", () => {
  for (const [title, last, sign] of [
    ["that marks it", mark, two],
    ["that does not", Effect.void, two],
    ["that keeps no saved state and marks it", mark, { ...two, ledmatrixVersion: "3.8.0" }]
  ] as const) {
    it.effect(`brings neither entry nor plugin back, beside one ${title}`, () =>
      Effect.gen(function* () {
        yield* TestClock.adjust("1 second")
        yield* writeConfig(REST)
        yield* TestClock.adjust("50 seconds")
        yield* removeFiles
        yield* TestClock.adjust("5 seconds")
        yield* last
        yield* TestClock.adjust("10 minutes")
        assert.deepStrictEqual(yield* readJson("config/config.json"), REST)
        assert.isUndefined(yield* readText("plugin-repos/clock/manifest.json"))
      }).pipe(Effect.provide(controller(sign)))
    )
  }

  it.effect("looks again by itself when the minute is over", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* writeConfig(REST)
      yield* TestClock.adjust("59 seconds")
      assert.deepStrictEqual(yield* readJson("config/config.json"), REST)
      yield* TestClock.adjust("2 seconds")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { ...REST, clock: { enabled: false } })
    }).pipe(Effect.provide(controller(two)))
  )

  it.effect("does not look in between, where nothing happens", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* writeConfig(REST)
      yield* TestClock.adjust("2 seconds")
      const before = (yield* passes).length
      const seen = (yield* status).last_pass?.run_id
      yield* TestClock.adjust("55 seconds")
      assert.strictEqual((yield* passes).length, before)
      assert.strictEqual((yield* status).last_pass?.run_id, seen)
    }).pipe(Effect.provide(controller(two)))
  )

  it.effect("waits longer where config is changed meanwhile, and tells until when", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("1 second")
      yield* writeConfig(REST)
      yield* TestClock.adjust("40 seconds")
      yield* writeConfig({ news: { enabled: false } })
      yield* TestClock.adjust("58 seconds")
      assert.deepStrictEqual(yield* readJson("config/config.json"), { news: { enabled: false } })
      assert.isBelow((yield* status).back_offs[0]?.retry_in_ms ?? Infinity, 3000)
      yield* TestClock.adjust("4 seconds")
      assert.include(yield* readText("config/config.json"), "clock")
    }).pipe(Effect.provide(controller(two)))
  )
})
