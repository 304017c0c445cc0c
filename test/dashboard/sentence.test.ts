// Goal: what programs and strangers' files say reads as a sentence, and stays what it is.
import { assert, describe, it } from "@effect/vitest"
import { asSentence, withoutOptions } from "../../src/dashboard/model/words/sentence.ts"
import { shownName } from "../../src/dashboard/model/words/shownName.ts"

describe("a sentence", () => {
  const rows: ReadonlyArray<readonly [said: string, sentence: string]> = [
    ["no space is left", "No space is left."],
    ["is it there?", "Is it there?"],
    ["https://example.org/x.zip: no answer", "https://example.org/x.zip: no answer."],
    ["plugin-repos/news is a checkout", "plugin-repos/news is a checkout."],
    ["odds-ticker cannot be fetched", "odds-ticker cannot be fetched."],
    ["config.json is empty", "config.json is empty."]
  ]
  for (const [said, sentence] of rows) {
    it(`of “${said}” is “${sentence}”`, () => {
      assert.strictEqual(asSentence(said), sentence)
    })
  }
})

describe("what is wrong with a file", () => {
  it("is shown without what an option of the command line would do about it", () => {
    const said = "not valid JSON; --replace-broken sets it aside and makes a new one"
    assert.strictEqual(withoutOptions(said), "not valid JSON")
  })
})

describe("a name from a file", () => {
  const rows: ReadonlyArray<readonly [name: string, shown: string]> = [
    ["clock-simple", "clock-simple"],
    ["ساعة 🎉 <b>", "ساعة 🎉 <b>"],
    ["", "(an empty name)"],
    ["\u202Egnp.exe", String.raw`\u{202e}gnp.exe`],
    ["line\nbreak", String.raw`line\nbreak`],
    ["my\u00A0plugin ", String.raw`my\xa0plugin\x20`]
  ]
  for (const [name, shown] of rows) {
    it(`${JSON.stringify(name)} is shown as ${shown}`, () => {
      assert.strictEqual(shownName(name), shown)
    })
  }
})
