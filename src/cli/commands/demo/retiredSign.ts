/** The same a version of LEDMatrix later: no saved state, but a display that publishes what it runs. */
import { clock, directory, json, news, type Plugin, textDisplay, weather } from "./demoFiles.ts"

/** How many plugins any of its sources knows. */
export const RETIRED_COUNT = 4

export const RETIRED_ROOT = "LEDMatrix-3.8.0"

export const RETIRED_CACHE = "cache"

const config = {
  timezone: "America/New_York",
  auto_update: { enabled: false },
  display: { hardware: { rows: 32, cols: 64 } },
  [clock.id]: { enabled: true, display_duration: 15 },
  [weather.id]: { enabled: true, display_duration: 30, units: "imperial" },
  [news.id]: {}
}

/** Contents by path, relative to the demonstration's directory. */
export const retiredFiles = (): ReadonlyMap<string, string> =>
  new Map([
    [`${RETIRED_ROOT}/src/__init__.py`, '__version__ = "3.8.0"\n'],
    [`${RETIRED_ROOT}/config/config.json`, json(config, 4)],
    ...[clock, textDisplay, news].flatMap((plugin) =>
      directory(`${RETIRED_ROOT}/plugin-repos/${plugin.id}`, plugin)
    )
  ])

const published = (nowMs: number, plugins: ReadonlyArray<Plugin>) => ({
  schema: 1,
  running: true,
  published_at: nowMs / 1000,
  started_at: nowMs / 1000 - 3600,
  stale_after: 180,
  plugins: Object.fromEntries(
    plugins.map(({ id, version }) => [id, { loaded: true, state: "enabled", error: null, version }])
  )
})

const PUBLISHED = `${RETIRED_CACHE}/plugin_runtime_snapshot.json`

/** The display started before the clock was updated, and has not followed the settings yet. */
export const displayBefore = (nowMs: number): ReadonlyMap<string, string> =>
  new Map([[PUBLISHED, json(published(nowMs, [{ ...clock, version: "1.0.0" }, news]), 2)]])

/** It was started anew, and runs what is switched on. */
export const displayAfter = (nowMs: number): ReadonlyMap<string, string> =>
  new Map([[PUBLISHED, json(published(nowMs, [clock, weather]), 2)]])
