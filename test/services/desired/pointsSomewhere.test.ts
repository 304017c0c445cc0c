import { assert, describe, it } from "@effect/vitest"
import type { DesiredDocument, SettingsPatch } from "../../../src/domain/desired/DesiredDocument.ts"
import { pointsSomewhere } from "../../../src/services/desired/pointsSomewhere.ts"

const found = (settings: SettingsPatch): string | undefined => {
  const document: DesiredDocument = {
    plugins: new Map([["news", { settings }]]),
    groups: new Map(),
    signs: new Map(),
    others: "keep",
    share: 1,
    serial: undefined
  }
  return pointsSomewhere(document)?.join(".")
}

describe("settings that point somewhere", () => {
  it.each([
    "https://feeds.example/rss",
    "see http://feeds.example",
    "//feeds.example/rss",
    "www.feeds.example/rss",
    "feeds.example",
    "Feeds.Example:8080/rss?x=1",
    "10.0.0.1:80",
    "[fd00::1]/x",
    "localhost/admin",
    "nas:8080",
    "mailto:a@feeds.example",
    "data:text/html,x",
    "/etc/passwd",
    "~/secret",
    "~pi/secret",
    "../config",
    "logos/../../etc",
    "logos/team.png",
    "logo.png/x",
    "logo.png:8080",
    "C:\\x",
    "\\\\nas\\x"
  ])("are found: %s", (text) => {
    assert.strictEqual(found({ feed: text }), "plugins.news.settings.feed")
  })

  it.each([
    "Happy hour 1/2 price: 10:30 - 11:00, e.g. this & that.",
    "16:9",
    "12/24/2025",
    "America/New_York",
    "%H:%M",
    "NASDAQ: AAPL",
    "1.5",
    "v2.0.9",
    "Zürich",
    "St. Louis",
    "red/blue",
    "logo.png",
    "Team-2.Home.SVG",
    "DD.MM.YYYY",
    "",
    "..."
  ])("are none in plain text: %s", (text) => {
    assert.isUndefined(found({ feed: text }))
  })

  it("are found in names of settings, in lists and below", () => {
    assert.strictEqual(
      found({ a: 1, feeds: { "http://feeds.example": true } }),
      "plugins.news.settings.feeds"
    )
    assert.strictEqual(found({ "feeds.example": 1 }), "plugins.news.settings.feeds.example")
    assert.strictEqual(found({ list: [1, { at: "/etc" }] }), "plugins.news.settings.list")
  })
})
