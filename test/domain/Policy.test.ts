/** What holds where the operator decides nothing. */
import { assert, describe, it } from "@effect/vitest"
import { defaultPolicy } from "../../src/domain/Policy.ts"

describe("the default policy", () => {
  it("lets the latest change stand, replaces nothing broken, and may fetch", () => {
    const { systemKeys: _keys, ...policy } = defaultPolicy
    assert.deepStrictEqual(policy, { authority: "latest", replaceBroken: false, storeAvailable: true })
  })

  // As LEDMatrix's reconciler lists them.
  it.each([
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
    "web_auth",
    "fetch_service"
  ])("knows %s as a key of LEDMatrix's own", (key) => {
    assert.isTrue(defaultPolicy.systemKeys.has(key))
  })

  it.each(["clock", "Display", "", "constructor"])("knows %j as none", (key) => {
    assert.isFalse(defaultPolicy.systemKeys.has(key))
  })
})
