/**
 * Top-level keys of `config.json` that hold LEDMatrix's own settings and are no plugins, as its reconciler
 * lists them in any of its versions (commit b031b99130, what 6b745066 adds, and what came until 3.8.0).
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
  "youtube",
  "auto_update",
  "target_fps",
  "web_auth",
  "fetch_service"
])
