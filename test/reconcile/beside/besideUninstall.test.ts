/** Runs while LEDMatrix uninstalls a plugin: its entry went a moment ago, and nothing brings it back. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { explain } from "../../../src/reconcile/look/explain.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../src/testing/MemoryInstallation.ts"
import { check, installation, lines, readJson, reconcile } from "../../support/reconciling.ts"
import { record } from "../../support/snapshots.ts"

const CONFIG = `${MEMORY_ROOT}/config/config.json`
const put = (path: string, content: string) => MemoryFiles.use((files) => files.put(path, content))

/** Entry and record agree, as a run before has seen. */
const inSync = {
  config: { clock: { enabled: true }, news: { enabled: true } },
  plugins: { clock: {}, news: {} },
  state: { clock: record("clock", true) }
}

/** As LEDMatrix begins: the entry first. */
const removeEntry = put(CONFIG, JSON.stringify({ news: { enabled: true } }))
const removeFiles = MemoryFiles.use((files) => files.remove(`${MEMORY_ROOT}/plugin-repos/clock`))
const mark = put(`${MEMORY_ROOT}/config/uninstalled_plugins.json`, `["clock"]`)

describe("while LEDMatrix uninstalls a plugin, a run", () => {
  const begun = reconcile().pipe(Effect.andThen(TestClock.adjust("1 hour")), Effect.andThen(removeEntry))

  it.effect("writes nothing, and says that it is tried again", () =>
    Effect.gen(function* () {
      yield* begun
      const files = yield* MemoryFiles
      yield* files.reset
      assert.deepStrictEqual(lines(yield* reconcile()), [
        "clock no_entry failed transient operation_in_progress",
        "clock config_differs failed transient operation_in_progress"
      ])
      assert.deepStrictEqual(
        (yield* files.operations).filter(({ writes }) => writes),
        []
      )
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("names the time at which it may be tried again", () =>
    Effect.gen(function* () {
      yield* begun
      const [first] = (yield* reconcile()).inconsistencies_manual
      assert.strictEqual(first?.outcome.error?.retry_at, new Date(3_660_000).toISOString())
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("of another process knows it by what was agreed on", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(lines(yield* reconcile()), [
        "clock no_entry failed transient operation_in_progress",
        "clock config_differs failed transient operation_in_progress"
      ])
    }).pipe(
      Effect.provide(
        installation({
          ...inSync,
          config: { news: { enabled: true } },
          files: { "data/reconciler/agreements.json": `{"clock": {"enabled": true}}` }
        })
      )
    )
  )

  for (const [title, steps] of [
    ["and there is a mark at the end", Effect.andThen(removeFiles, mark)],
    ["and there is none", removeFiles]
  ] as const) {
    it.effect(`brings nothing back when it is over, ${title}`, () =>
      Effect.gen(function* () {
        yield* begun
        yield* reconcile()
        yield* TestClock.adjust("30 seconds")
        yield* steps
        yield* reconcile()
        yield* TestClock.adjust("2 minutes")
        yield* reconcile()
        assert.deepStrictEqual(yield* readJson("config/config.json"), { news: { enabled: true } })
      }).pipe(Effect.provide(installation(inSync)))
    )
  }

  it.effect("adds the entry once the minute is over, where the plugin is still there", () =>
    Effect.gen(function* () {
      yield* begun
      yield* reconcile()
      yield* TestClock.adjust("1 minute")
      yield* reconcile()
      assert.deepStrictEqual(yield* readJson("config/config.json"), {
        news: { enabled: true },
        clock: { enabled: true }
      })
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("adds it at once to a plugin that was gone in between", () =>
    Effect.gen(function* () {
      yield* begun
      yield* removeFiles
      yield* reconcile()
      yield* put(`${MEMORY_ROOT}/data/plugin_state.json`, `{"version": 1, "states": {}}`)
      yield* reconcile()
      yield* put(`${MEMORY_ROOT}/plugin-repos/clock/manifest.json`, `{"id": "clock"}`)
      assert.deepStrictEqual(lines(yield* reconcile()), ["clock no_entry fixed"])
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("is foretold by check", () =>
    Effect.gen(function* () {
      yield* begun
      const report = yield* check
      assert.deepStrictEqual(lines(report), ["clock no_entry planned", "clock config_differs planned"])
      assert.include(report.inconsistencies_found[0]?.description, "until")
    }).pipe(Effect.provide(installation(inSync)))
  )

  it.effect("is foretold by explain, which promises no repair by the next", () =>
    Effect.gen(function* () {
      yield* begun
      const told = yield* explain("clock")
      const next = told._tag === "Some" ? told.value.next : ""
      assert.include(next, "left alone for now")
      assert.notInclude(next, "The next reconcile repairs it")
    }).pipe(Effect.provide(installation(inSync)))
  )
})
