/** Signs to look at: one with something of everything, one in agreement, one with very many plugins. */
import type { ReportedFinding } from "../../../src/domain/findings/Report.ts"
import type { InstalledPluginDocument } from "../../../src/dashboard/api/wire.ts"
import { backOff, condition, finding, isoAgo, pass, pastRun, plugin, runId, storeEntry } from "./documents.ts"
import type { WorldParts } from "./world.ts"

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const plugins: ReadonlyArray<InstalledPluginDocument> = [
  plugin("clock-simple", { name: "Simple Clock", version: "1.0.1" }),
  plugin("hockey-scoreboard", {
    name: "Hockey Scoreboard",
    version: "1.0.8",
    category: "sports",
    saved_state: { status: "disabled", enabled: false, version: "1.0.8" }
  }),
  plugin("news", { name: "News Ticker", version: "1.3.0", enabled: false, category: "news" }),
  plugin("text-display", { name: "Text Display", version: "1.2.0", enabled: false }),
  plugin("football-scoreboard", {
    name: "Football Scoreboard",
    version: "2.0.1",
    latest_version: "2.1.0",
    update_available: true,
    category: "sports"
  }),
  plugin("static-image", { name: "Static Image", version: "1.0.3" }),
  plugin("calendar", { name: "Google Calendar", version: "1.2.2", category: "productivity" })
]

export const failedWeather = finding("ledmatrix-weather", {
  inconsistency_type: "plugin_missing_on_disk",
  reason: "not_installed",
  description: "Plugin ledmatrix-weather in config but not on disk",
  outcome: {
    status: "failed",
    error: { kind: "transient", code: "registry_unreachable", message: "the registry does not answer" }
  }
})

const hockey = finding("hockey-scoreboard", {
  inconsistency_type: "plugin_enabled_mismatch",
  reason: "config_differs",
  description: "Plugin hockey-scoreboard enabled state mismatch: config=True, state_manager=False",
  expected_state: { enabled: true },
  outcome: {
    status: "failed",
    error: {
      kind: "transient",
      code: "keeps_changing",
      message: "another program kept rewriting data/plugin_state.json"
    }
  }
})

const broken = finding("of-the-day", {
  inconsistency_type: "plugin_state_corrupted",
  reason: "broken_manifest",
  description: "Plugin directory of-the-day has a manifest.json that is no JSON: line 4, column 2",
  outcome: { status: "manual" }
})

const kept = finding("stock-news", {
  inconsistency_type: "plugin_missing_on_disk",
  reason: "settings_kept",
  description: "Plugin stock-news was uninstalled, and its settings were kept",
  outcome: { status: "informational" }
})

const found: ReadonlyArray<ReportedFinding> = [hockey, failedWeather, broken, kept]

const weatherExplained = {
  disk: { known: false },
  manager: { known: false },
  config: { known: true, facts: { enabled: true, display_duration: "‹set›", units: "‹set›" } },
  state: { known: true, facts: { enabled: true, status: "enabled", version: "2.1.0" } },
  rules: [
    { rule: "plugin_missing_in_config", verdict: "clear", because: "config has an entry" },
    {
      rule: "plugin_missing_on_disk",
      verdict: "found",
      because: "Plugin ledmatrix-weather in config but not on disk",
      reason: "not_installed",
      fix_action: "auto_fix"
    },
    { rule: "plugin_enabled_mismatch", verdict: "clear", because: "both say true" },
    { rule: "plugin_version_mismatch", verdict: "clear", because: "it is not on disk" },
    { rule: "plugin_state_corrupted", verdict: "clear", because: "the record can be loaded" }
  ],
  next: "The next reconcile repairs it."
} as const

const passes = [
  ...Array.from({ length: 90 }, (_, index) => 23 * HOUR - index * 15 * MINUTE)
    .filter((agoMs) => agoMs > 17.1 * HOUR || agoMs < 13.9 * HOUR)
    .map((agoMs) => pass(agoMs)),
  pass(20 * HOUR + 1, { result: "repaired", found: 3, fixed: 3, triggers: ["files"] }),
  pass(17 * HOUR + 1, { result: "left_over", found: 2, fixed: 1, manual: 1, triggers: ["files"] }),
  ...Array.from({ length: 12 }, (_, index) =>
    pass(17 * HOUR - index * 15 * MINUTE - 1, { result: "left_over", found: 1, manual: 1 })
  ),
  pass(13.9 * HOUR, { result: "repaired", found: 1, fixed: 1, triggers: ["request"] }),
  pass(9 * HOUR + 1, { result: "repaired", found: 5, fixed: 5, triggers: ["files"] }),
  pass(4 * HOUR + 1, { result: "repaired", found: 1, fixed: 1, triggers: ["operation"] }),
  pass(40 * MINUTE, { result: "left_over", found: 4, fixed: 1, failed: 1, manual: 1, triggers: ["files"] }),
  pass(12_000, { result: "left_over", found: 4, failed: 2, manual: 1, triggers: ["retry"] })
].toSorted((a, b) => a.started_at.localeCompare(b.started_at))

const runs = [
  pastRun(40 * MINUTE, {
    changes: [
      {
        plugin_id: "news",
        reason: "record_version",
        file: "data/plugin_state.json",
        key: ["states", "news", "version"],
        before: "1.0.0",
        after: "1.3.0"
      }
    ]
  }),
  pastRun(4 * HOUR, {
    command: "install",
    changes: [
      {
        plugin_id: "calendar",
        reason: "install",
        file: "plugin-repos/calendar",
        directory: { present: true }
      },
      {
        plugin_id: "calendar",
        reason: "install",
        file: "config/config.json",
        key: ["calendar"],
        after: { enabled: false }
      }
    ]
  }),
  pastRun(27 * HOUR, {
    command: "uninstall",
    undone_by: runId(26 * HOUR, "77aa02"),
    changes: [
      {
        plugin_id: "static-image",
        reason: "uninstall",
        file: "plugin-repos/static-image",
        directory: { present: false, kept: "data/reconciler/kept/20261124T190000-77aa01" }
      }
    ]
  }),
  pastRun(28 * HOUR)
]

const store = [
  storeEntry("7-segment-clock", { name: "7-Segment Clock", version: "1.0.3" }),
  storeEntry("weather", {
    name: "Weather",
    version: "2.1.0",
    category: "weather",
    description: "Current weather, hourly and daily forecasts from OpenWeatherMap."
  }),
  storeEntry("clock-simple", { name: "Simple Clock", version: "1.0.1", installed_id: "clock-simple" }),
  storeEntry("cricket-scoreboard", { name: "Cricket Scoreboard", version: "1.1.1", category: "sports" }),
  storeEntry("football-scoreboard", { name: "Football Scoreboard", version: "2.1.0", category: "sports" }),
  storeEntry("christmas-countdown", { name: "Christmas Countdown", category: "holiday", verified: false }),
  storeEntry("stocks", { name: "Stock Ticker", category: "finance" })
]

export const driftedSign: WorldParts = {
  plugins,
  found,
  passes,
  runs,
  store,
  explanations: {
    "ledmatrix-weather": weatherExplained,
    "of-the-day": {
      disk: { known: true, facts: { broken_manifest: "it is no JSON: line 4, column 2" } },
      manager: { known: false }
    },
    "stock-news": {
      disk: { known: false },
      manager: { known: false },
      state: { known: false },
      uninstalled: true
    }
  },
  status: {
    back_offs: [backOff("ledmatrix-weather")],
    conditions: [
      condition("Ready"),
      condition("Reconciling", { changed_at: isoAgo(12_000) }),
      condition("Degraded", {
        status: "true",
        reason: "repair_failed",
        message: "3 left over",
        changed_at: isoAgo(40 * MINUTE)
      }),
      condition("RegistryReachable", {
        status: "false",
        reason: "last_attempt_failed",
        message: "https://registry.example/plugins.json does not answer",
        changed_at: isoAgo(45 * MINUTE)
      })
    ]
  }
}

export const agreeingSign: WorldParts = {
  plugins: plugins.map((one) => plugin(one.id, { name: one.name })),
  passes,
  runs,
  store
}

/** One thing that a click repairs. */
export const repairableSign: WorldParts = {
  plugins,
  found: [hockey],
  store,
  runs: []
}

const MANY = 200

export const crowdedSign = (): WorldParts => ({
  plugins: Array.from({ length: MANY }, (_, index) => {
    const id = `plugin-number-${String(index + 1).padStart(3, "0")}`
    return plugin(id, {
      name: `Plugin number ${index + 1}`,
      enabled: index % 3 !== 0,
      update_available: index % 17 === 0,
      category: index % 2 === 0 ? "sports" : "time"
    })
  }),
  found: [4, 50, 150].map((index) =>
    finding(`plugin-number-${String(index).padStart(3, "0")}`, {
      inconsistency_type: "plugin_version_mismatch",
      reason: "record_version",
      outcome: { status: "failed", error: { kind: "transient", code: "ENOSPC", message: "no space is left" } }
    })
  )
})
