/** A small installation with a saved state, in which every rule has something to say, and the store that can mend it. */

export interface Plugin {
  readonly id: string
  readonly name: string
  readonly version: string
}

export const clock: Plugin = { id: "clock-simple", name: "Simple Clock", version: "1.0.1" }
export const textDisplay: Plugin = { id: "text-display", name: "Text Display", version: "1.2.0" }
export const weather: Plugin = { id: "ledmatrix-weather", name: "Weather", version: "2.1.0" }
const hockey: Plugin = { id: "hockey-scoreboard", name: "Hockey Scoreboard", version: "1.0.8" }
export const news: Plugin = { id: "news", name: "News Ticker", version: "1.3.0" }
const quotes: Plugin = { id: "of-the-day", name: "Of The Day", version: "1.1.4" }

export const json = (value: unknown, indent: number): string => JSON.stringify(value, undefined, indent)

const className = ({ id }: Plugin): string =>
  id
    .split("-")
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("")

const manifest = (plugin: Plugin): string =>
  json(
    {
      id: plugin.id,
      name: plugin.name,
      version: plugin.version,
      author: "demo",
      entry_point: "manager.py",
      class_name: className(plugin),
      display_modes: [plugin.id.replaceAll("-", "_")]
    },
    2
  )

const program = (plugin: Plugin): string =>
  `class ${className(plugin)}:\n    """${plugin.name}: draws nothing, it is a demonstration."""\n`

export const directory = (place: string, plugin: Plugin): ReadonlyArray<readonly [string, string]> => [
  [`${place}/manifest.json`, manifest(plugin)],
  [`${place}/manager.py`, program(plugin)]
]

const config = {
  timezone: "America/New_York",
  display: { hardware: { rows: 32, cols: 64 } },
  plugin_system: { plugins_directory: "plugin-repos" },
  [clock.id]: { enabled: true, display_duration: 15 },
  [weather.id]: { enabled: true, display_duration: 30, units: "imperial" },
  [hockey.id]: { enabled: true, favorite_teams: ["TB"] },
  [news.id]: { enabled: false },
  [quotes.id]: { enabled: true }
}

const record = (plugin: Plugin, enabled: boolean, more: Readonly<Record<string, unknown>> = {}) => ({
  plugin_id: plugin.id,
  status: enabled ? "enabled" : "disabled",
  enabled,
  version: plugin.version,
  installed_at: "2026-04-08T09:12:33.123456",
  last_updated: "2026-04-08T09:13:02.654321",
  config_version: 2,
  metadata: {},
  ...more
})

const removed: Plugin = { id: "stock-news", name: "Stock News", version: "1.0.0" }

const state = {
  version: 1,
  states: {
    [clock.id]: record(clock, true),
    [weather.id]: record(weather, true),
    [hockey.id]: record(hockey, false),
    [news.id]: record(news, false, { version: "1.0.0" }),
    [quotes.id]: record(quotes, true, { status: "running" }),
    [removed.id]: record(removed, true)
  },
  last_updated: "2026-04-08T09:13:02.655000"
}

/** Where the plugin lies in the store, which is a directory. */
const PLACE = `plugins/${weather.id}`

/** The store calls the plugin `weather`; its manifest, directory and settings say `ledmatrix-weather`. */
const registry = {
  version: "1.0.0",
  last_updated: "2026-04-08",
  plugins: [
    {
      id: "weather",
      name: weather.name,
      repo: ".",
      branch: "main",
      plugin_path: PLACE,
      latest_version: weather.version
    }
  ]
}

/** How many plugins any of the sources of the installation knows. */
export const PLUGIN_COUNT = 7

export const REGISTRY = "store/plugins.json"

export const ROOT = "LEDMatrix"

/** Contents by path, relative to the demonstration's directory. */
export const demoFiles = (): ReadonlyMap<string, string> =>
  new Map([
    [`${ROOT}/config/config.json`, json(config, 4)],
    [`${ROOT}/config/uninstalled_plugins.json`, json([removed.id], 2)],
    [`${ROOT}/data/plugin_state.json`, json(state, 2)],
    ...[clock, textDisplay, hockey, news, quotes].flatMap((plugin) =>
      directory(`${ROOT}/plugin-repos/${plugin.id}`, plugin)
    ),
    [REGISTRY, json(registry, 2)],
    ...directory(`store/${PLACE}`, weather)
  ])
