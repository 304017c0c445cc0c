/** Which key a wrong one most likely meant. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import { nearestKey } from "../../../src/domain/store/nearestKey.ts"
import { readRegistry } from "../../../src/domain/store/Registry.ts"

const registry = Option.getOrThrow(
  readRegistry({
    plugins: [
      { id: "odds-ticker", plugin_path: "plugins/odds-ticker" },
      { id: "weather", plugin_path: "plugins/ledmatrix-weather" },
      { id: "ledmatrix-flights" },
      { id: "clock-simple", aliases: ["big-clock"] },
      { id: "news" },
      { id: "hat" },
      { id: "word-a" },
      { id: "word-b" },
      { id: "my-ledmatrix-map" },
      { id: "moon" }
    ]
  })
)

describe("the nearest key", () => {
  it.each([
    ["odds_ticker", "odds-ticker"],
    ["Odds-Ticker", "odds-ticker"],
    ["odds.ticker", "odds-ticker"],
    ["odds-tiker", "odds-ticker"],
    ["odds-tickre", "odds-ticker"],
    ["odds_tikcer", "odds-ticker"],
    ["weather", "ledmatrix-weather"],
    ["wheather", "ledmatrix-weather"],
    ["flights", "ledmatrix-flights"],
    ["ledmatrix-news", "news"],
    ["big_clock", "clock-simple"],
    ["calender", "calendar"],
    ["mooon", "moon"],
    ["noon", "moon"]
  ])("of %s is %s", (key, right) => {
    assert.strictEqual(nearestKey(key, ["calendar"], registry), right)
  })

  it.each([
    "",
    "nothing",
    "odds",
    "oddsticke",
    "cat",
    "clock",
    "ledmatrix-",
    "my-map",
    "hats",
    "moo",
    "moonnn"
  ])("of %j is none", (key) => {
    assert.isUndefined(nearestKey(key, ["calendar"], registry))
  })

  it("is none where several are as near", () => {
    assert.isUndefined(nearestKey("word-c", [], registry))
    assert.isUndefined(nearestKey("stock_news", ["stock-news", "stock.news"], registry))
  })

  it("is the one that is spelled alike before one that is a letter off", () => {
    assert.strictEqual(nearestKey("word_a", [], registry), "word-a")
  })

  it("is not the key itself, also where it is spelled as the plugin is", () => {
    assert.isUndefined(nearestKey("news", ["news"], registry))
  })

  it("is the other of two where the key is one of them", () => {
    assert.strictEqual(nearestKey("stock_news", ["stock_news", "stock-news"], registry), "stock-news")
  })
})
