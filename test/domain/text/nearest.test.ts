// What a mistyped word most likely meant.
import { assert, describe, it } from "@effect/vitest"
import { listed, nearest, nearestOf, suggestion } from "../../../src/domain/text/nearest.ts"

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

  it.each<[string, string, ReadonlyArray<string>, string | undefined]>([
    ["one letter for a word that it begins", "a", ["bc", "adopt"], "adopt"],
    ["a word for one of which half is right", "wxcd", ["abcd"], "abcd"],
    ["nothing for a word of which less than half is right", "wxyd", ["abcd"], undefined],
    ["nothing for a word that holds a much shorter one", "abxyz", ["ab"], undefined],
    ["nothing where no word is known", "a", [], undefined],
    ["a word of 40 letters for itself", "a".repeat(40), ["a".repeat(40)], "a".repeat(40)],
    ["nothing for a longer word than any of ours", "a".repeat(41), ["a".repeat(41)], undefined],
    ["a word that is a letter off before one that it begins", "chek", ["cheker", "chak"], "chak"]
  ])("takes %s", (_title, word, known, meant) => {
    assert.strictEqual(nearest(word, known), meant)
  })

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

  it("prefers the other spelling of the id to all that is near", () => {
    assert.deepStrictEqual(
      [...nearestOf("stocks", ["stock", "ledmatrix-stocks"], "ledmatrix-stocks")],
      ["ledmatrix-stocks"]
    )
  })

  const LONG = "a".repeat(39)
  it.each<[string, string, ReadonlyArray<string>, ReadonlyArray<string>]>([
    ["two letters of six wrong for the id", "xxdefg", ["bcdefg"], ["bcdefg"]],
    ["three letters of six wrong for nothing", "xxxefg", ["bcdefg"], []],
    ["one letter of two wrong for the id", "tx", ["tv"], ["tv"]],
    ["two letters for an id that they begin", "cl", ["clock", "disc"], ["clock"]],
    ["two letters for nothing that they are within", "oc", ["clock"], []],
    ["three letters for an id that they are within", "ATH", ["my-Weather"], ["my-Weather"]],
    [
      "an id for three at most, the nearest first",
      "new",
      ["news", "new-x", "my-new", "new"],
      ["new", "news", "new-x"]
    ],
    ["an id of 40 letters for another", `${LONG}c`, [`${LONG}d`], [`${LONG}d`]],
    ["an id of 40 letters for no longer one", `${LONG}c`, [`${LONG}de`], []],
    ["a longer id for nothing", `${LONG}cc`, [`${LONG}cc`], []]
  ])("takes %s", (_title, id, known, meant) => {
    assert.deepStrictEqual([...nearestOf(id, known, "")], [...meant])
  })
})

describe("what is said after a word that is not known", () => {
  it("is the word that is near", () => {
    assert.strictEqual(suggestion("chekc", commands), "did you mean check?")
  })

  it("is all words that are known, where none is near", () => {
    assert.strictEqual(suggestion("xxxxxx", ["on", "off", "auto"]), "it is one of on, off or auto")
  })
})
