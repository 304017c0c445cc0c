import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { wantedOf } from "../../../src/domain/desired/desiredSign.ts"
import { readDesired } from "../../../src/domain/desired/readDesired.ts"
import { valuesByLayer } from "../../../src/domain/desired/valuesByLayer.ts"

const said = (fields: object, id = "text") => {
  const bytes = new TextEncoder().encode(JSON.stringify({ schema: "ledmatrix-desired/1", ...fields }))
  const document = Result.getOrThrow(readDesired(bytes, "signs.json", new Set()))
  const plugins = wantedOf(document, "left")
  const { others } = document
  const state = { document: "signs.json", revision: "0".repeat(64), sign: "left", plugins, others }
  return valuesByLayer(state, id).map(({ field, layer, value }) => `${field} = ${value} (${layer})`)
}

const inLayers = (all: object, group: object, sign: object) =>
  said({
    plugins: { text: all },
    groups: { bar: { plugins: { text: group } } },
    signs: { left: { groups: ["bar"], plugins: { text: sign } } }
  })

describe("what a document says of a plugin", () => {
  it("names for each field the last layer that says it", () => {
    assert.deepStrictEqual(
      inLayers({ version: "1.0.0", enabled: false }, { enabled: true }, { absent: false }),
      ["absent = false (sign left)", "version = 1.0.0 (all)", "enabled = true (group bar)"]
    )
  })

  it("names for each setting the last layer that sets or removes it, and shows no value", () => {
    assert.deepStrictEqual(
      inLayers(
        { settings: { text: "all", size: { w: 1, h: 1 }, old: 1 } },
        { settings: { size: { h: 2 }, old: null } },
        { settings: { text: "mine" } }
      ),
      [
        "settings.text = ‹set› (sign left)",
        "settings.size.w = ‹set› (all)",
        "settings.size.h = ‹set› (group bar)",
        "settings.old = ‹removed› (group bar)"
      ]
    )
  })

  it("forgets members of a setting that a later layer replaces", () => {
    assert.deepStrictEqual(inLayers({ settings: { size: { w: 1 } } }, { settings: { size: 2 } }, {}), [
      "settings.size = ‹set› (group bar)"
    ])
  })

  it("says that all settings go", () => {
    assert.deepStrictEqual(inLayers({ settings: { a: 1 } }, { settings: null }, { settings: { b: 1 } }), [
      "settings.b = ‹set› (sign left)"
    ])
    assert.deepStrictEqual(inLayers({ settings: { a: 1 } }, { settings: null }, {}), [
      "settings = ‹removed› (group bar)"
    ])
  })

  it("is what becomes of others where it does not name the plugin", () => {
    assert.deepStrictEqual(said({ others: "disable" }), ["others = disable (all)"])
  })
})
