/**
 * Top-level keys of `config.json` that hold LEDMatrix's own settings and are no plugins, as its reconciler
 * lists them (commit b031b99130 and what 6b745066 adds).
 */
export const SYSTEM_KEYS: ReadonlySet<string> = new Set([
  "web_display_autostart",
  "timezone",
  "location",
  "display",
  "plugin_system",
  "vegas_scroll_speed",
  "vegas_separator_width",
  "vegas_target_fps",
  "vegas_buffer_ahead",
  "vegas_plugin_order",
  "vegas_excluded_plugins",
  "vegas_scroll_enabled",
  "logging",
  "dim_schedule",
  "network",
  "system",
  "schedule",
  "sync",
  "github",
  "youtube"
])
