/** What `install` leaves in config, on disk and in the saved state, and beside what it changes nothing. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { install } from "../../../src/operations/install/install.ts"
import { at, refused, spec, text } from "../../support/operating.ts"
import { check, lines, readJson } from "../../support/reconciling.ts"

const CONFIG = "config/config.json"
const STATE = "data/plugin_state.json"
const MARKS = "config/uninstalled_plugins.json"
const WEATHER = { weather: { manifestId: "ledmatrix-weather", version: "2.1.0" } }

describe("install", () => {
  it.effect("leaves entry, directory and record agreeing", () =>
    spec(
      { config: {}, offers: WEATHER },
      Effect.gen(function* () {
        const result = yield* install("weather")
        assert.strictEqual(result.plugin_id, "ledmatrix-weather")
        assert.deepStrictEqual(lines(yield* check), [])
        assert.deepStrictEqual(yield* readJson(CONFIG), { "ledmatrix-weather": { enabled: false } })
      })
    )
  )

  it.effect("writes the record as LEDMatrix does, with the manifest's version", () =>
    spec(
      { config: { "ledmatrix-weather": { enabled: true, city: "Tampa" } }, offers: WEATHER },
      Effect.gen(function* () {
        yield* install("ledmatrix-weather")
        const now = yield* at(STATE, "states", "ledmatrix-weather", "last_updated")
        assert.deepStrictEqual(yield* at(STATE, "states", "ledmatrix-weather"), {
          plugin_id: "ledmatrix-weather",
          status: "installed",
          enabled: true,
          version: "2.1.0",
          installed_at: now ?? null,
          last_updated: now ?? null,
          config_version: 2,
          metadata: {}
        })
        assert.deepStrictEqual(Object.keys((yield* at(STATE, "states", "ledmatrix-weather")) as object), [
          "plugin_id",
          "status",
          "enabled",
          "version",
          "installed_at",
          "last_updated",
          "config_version",
          "metadata"
        ])
      })
    )
  )

  it.effect("keeps the settings of an existing entry", () => {
    const config = { "ledmatrix-weather": { enabled: true, city: "Tampa" } }
    return spec(
      { config, offers: WEATHER },
      Effect.gen(function* () {
        yield* install("weather")
        assert.deepStrictEqual(yield* readJson(CONFIG), config)
      })
    )
  })

  it.effect("clears the marks of all names of the plugin", () =>
    spec(
      { config: {}, offers: WEATHER, files: { [MARKS]: `["ledmatrix-weather", "news", "weather"]` } },
      Effect.gen(function* () {
        yield* install("weather")
        assert.deepStrictEqual(yield* readJson(MARKS), ["news"])
      })
    )
  )

  it.effect("never goes onto another plugin's directory", () =>
    spec(
      { config: {}, offers: WEATHER, plugins: { "ledmatrix-weather": { id: "other" } } },
      Effect.gen(function* () {
        const before = yield* text("plugin-repos/ledmatrix-weather/manifest.json")
        assert.strictEqual((yield* refused(install("weather"))).code, "name_taken")
        assert.strictEqual(yield* text("plugin-repos/ledmatrix-weather/manifest.json"), before)
      })
    )
  )

  it.effect("refuses a download with another id, and leaves nothing", () =>
    spec(
      { config: {}, offers: { clock: { manifestId: "impostor", version: "1" } } },
      Effect.gen(function* () {
        assert.strictEqual((yield* refused(install("clock"))).code, "wrong_id")
        assert.deepStrictEqual(yield* readJson(CONFIG), {})
        assert.isUndefined(yield* text(STATE))
      })
    )
  )

  it.each([
    ["marks that are no list", { [MARKS]: "{}" }],
    ["a broken state", { [STATE]: "{" }],
    ["a broken config", { [CONFIG]: "{" }]
  ])("refuses beside %s, and changes nothing", (_title, files) =>
    Effect.runPromise(
      spec(
        { config: {}, offers: WEATHER, files },
        Effect.gen(function* () {
          assert.strictEqual((yield* refused(install("weather"))).code, "source_unreadable")
          assert.isUndefined(yield* text("plugin-repos/ledmatrix-weather/manifest.json"))
        })
      )
    )
  )
})
