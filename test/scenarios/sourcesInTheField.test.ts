/**
 * What has gone wrong in the field where LEDMatrix's files, its processes and its page said different things of one plugin,
 * by the number of the upstream issue where there is one: each shown not to go wrong here.
 */
import { assert, describe, it } from "@effect/vitest"
import { Clock, Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { readFileSync } from "node:fs"
import { setEnabled } from "../../src/operations/setEnabled.ts"
import { uninstall } from "../../src/operations/uninstall.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MemoryStore } from "../../src/testing/MemoryStore.ts"
import { at, place, put, spec, text } from "../support/operating.ts"
import { check, type Described, lines, readJson, reconcile } from "../support/reconciling.ts"
import { record } from "../support/snapshots.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const NOON = Date.parse("2026-11-29T12:00:00Z")

const template = readFileSync(new URL("../support/fixtures/config.template.json", import.meta.url), "utf8")

const CLOCK: Described = {
  config: { clock: { enabled: true, city: "Tampa" } },
  plugins: { clock: { version: "1.0.0" } },
  offers: { clock: { manifestId: "clock", version: "1.0.0" } }
}

const fourHours = Effect.andThen(TestClock.setTime(NOON), TestClock.adjust("4 hours"))

describe("in the field, and not here:", () => {
  it.effect("plugins were switched off at every restart by the saved state of before (#353)", () =>
    spec(
      { ...CLOCK, config: { clock: { enabled: false } }, state: { clock: record("clock", false) } },
      Effect.gen(function* () {
        yield* fourHours
        yield* reconcile()
        const loadedOnce = (yield* text(STATE)) ?? ""
        yield* put(CONFIG, `{"clock": {"enabled": true}}`)
        for (let restart = 0; restart < 3; restart++) {
          yield* reconcile()
          yield* TestClock.adjust("1 hour")
          // LEDMatrix writes what it has had in memory since before.
          yield* put(STATE, loadedOnce)
        }
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock config_differs fixed"])
        assert.deepStrictEqual(yield* readJson(CONFIG), { clock: { enabled: true } })
      })
    )
  )

  it.effect.each(["1.0.0", "3.2.0", "3.4.0", "3.8.0"])(
    "a fresh LEDMatrix %s was said to miss the plugins sync, github, youtube and data (#351, #557)",
    (ledmatrixVersion) =>
      spec(
        {
          ledmatrixVersion,
          config: JSON.stringify({ ...JSON.parse(template), github: {}, youtube: {} }),
          plugins: { "web-ui-info": { version: "1.0.0" } },
          files: {
            "config/config.template.json": template,
            "config/config_secrets.json": `{"github": {"api_token": "x"}, "youtube": {}, "data": {"api_key": "k"}}`
          }
        },
        Effect.gen(function* () {
          assert.deepStrictEqual(lines(yield* check), [])
        })
      )
  )

  it.effect("a plugin was enabled and on disk, and absent from the process without a reason (#489)", () =>
    spec(
      { ...CLOCK, ledmatrixVersion: "3.8.0" },
      Effect.gen(function* () {
        yield* fourHours
        const error = { type: "ImportError", message: "No module named 'pytz'", at: 1, recoverable: false }
        const published_at = (yield* Clock.currentTimeMillis) / 1000
        const plugins = { clock: { loaded: false, state: "error", error, version: null } }
        yield* MemoryFiles.use((files) =>
          files.put(
            "/var/cache/ledmatrix/plugin_runtime_snapshot.json",
            JSON.stringify({ schema: 1, running: true, published_at, plugins })
          )
        )
        const seen = yield* check
        assert.deepStrictEqual(lines(seen), ["clock not_loaded informational"])
        assert.include(seen.inconsistencies_found[0]?.description, "No module named 'pytz'")
      })
    )
  )

  it.effect.each([`[]`, `{"id": `, `{"id": 7}`, ``])("one manifest (%s) hid every other plugin", (broken) =>
    spec(
      { ...CLOCK, config: {}, files: { "plugin-repos/a-first/manifest.json": broken } },
      Effect.gen(function* () {
        const run = yield* Effect.forkChild(reconcile())
        yield* TestClock.adjust("1 minute")
        yield* Fiber.join(run)
        assert.deepInclude(yield* readJson(CONFIG), { clock: { enabled: false } })
      })
    )
  )

  it.effect("a merge took the store away from the reconciliation that a person asks for (#330)", () =>
    spec(
      { ...CLOCK, plugins: {} },
      Effect.gen(function* () {
        yield* reconcile()
        assert.deepStrictEqual(lines(yield* reconcile({ force: true })), [])
        yield* MemoryFiles.use((files) => files.remove(place("plugin-repos/clock")))
        assert.deepStrictEqual(lines(yield* reconcile({ force: true })), ["clock not_installed fixed"])
      })
    )
  )

  it.effect("a merge took away what kept a plugin uninstalled while its entry still came back (#330)", () =>
    spec(
      CLOCK,
      Effect.gen(function* () {
        yield* uninstall("clock", { preserveConfig: false })
        yield* put("config/uninstalled_plugins.json", "[]")
        yield* put(CONFIG, `{"clock": {"enabled": true}}`)
        yield* TestClock.adjust("4 minutes")
        assert.deepStrictEqual(lines(yield* reconcile()), ["clock recently_uninstalled manual"])
        assert.deepStrictEqual(yield* MemoryStore.use((store) => store.asked), [])
      })
    )
  )

  it.effect.each(["3.2.0", "3.8.0"])(
    "a form without the switch took `enabled` out of the settings (December 2025), LEDMatrix %s",
    (ledmatrixVersion) =>
      spec(
        {
          ...CLOCK,
          ledmatrixVersion,
          ...(ledmatrixVersion === "3.2.0" ? { state: { clock: record("clock", true) } } : {})
        },
        Effect.gen(function* () {
          yield* reconcile()
          yield* put(CONFIG, `{"clock": {"city": "Miami"}}`)
          yield* reconcile()
          assert.deepStrictEqual(yield* readJson(CONFIG), { clock: { city: "Miami" } })
          yield* setEnabled("clock", true)
          assert.deepStrictEqual(yield* at(CONFIG, "clock"), { city: "Miami", enabled: true })
        })
      )
  )
})
