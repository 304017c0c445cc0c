// What a mistyped word most likely meant.
import { assert, describe, it } from "@effect/vitest"
import { listed, nearest, nearestOf } from "../../../src/domain/text/nearest.ts"

const commands = ["check", "reconcile", "explain", "installed", "install", "uninstall", "update"]

describe("nearest", () => {
  for (const [typed, meant] of [
    ["chekc", "check"],
    ["CHECK", "check"],
    ["rec", "reconcile"],
    ["instal", "install"],
    ["uninstal", "uninstall"],
    ["updte", "update"],
    ["out", undefined],
    ["xxxxxx", undefined],
    ["", undefined],
    ["check".repeat(100_000), undefined]
  ] as const) {
    it(`takes ${JSON.stringify(typed.slice(0, 20))} for ${meant ?? "nothing"}`, () => {
      assert.strictEqual(nearest(typed, commands), meant)
    })
  }

  it("lists words as a sentence does", () => {
    assert.deepStrictEqual(
      [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])],
      ["", "a", "a or b", "a, b or c"]
    )
  })
})

const ids = ["clock-simple", "Weather", "ledmatrix-stocks", "stock-news", "news"]

describe("nearestOf", () => {
  for (const [typed, meant] of [
    ["clok-simple", ["clock-simple"]],
    ["weather", ["Weather"]],
    ["clock", ["clock-simple"]],
    ["stock", ["stock-news", "ledmatrix-stocks"]],
    ["radar", []],
    ["", []]
  ] as const) {
    it(`takes ${JSON.stringify(typed)} for ${meant.join(", ") || "nothing"}`, () => {
      assert.deepStrictEqual([...nearestOf(typed, ids, "")], [...meant])
    })
  }

  it("prefers the other spelling of the id", () => {
    assert.deepStrictEqual([...nearestOf("stocks", ids, "ledmatrix-stocks")], ["ledmatrix-stocks"])
  })
})
