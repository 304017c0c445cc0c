// Foreign text must not be able to do anything to a terminal but be read.
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"
import { safeText } from "../../../src/cli/view/safeText.ts"

describe("safeText", () => {
  for (const [text, safe] of [
    ["clock", "clock"],
    ["Wetter für Köln 天気 🙂", "Wetter für Köln 天気 🙂"],
    ["\u001b]0;owned\u0007", "\\x1b]0;owned\\x07"],
    ["a\nb\tc\rd", "a\\nb\\tc\\rd"],
    ["\u009b2J", "\\x9b2J"],
    ["abc\u202edcb", "abc\\u{202e}dcb"],
    ["zero\u200bwidth", "zero\\u{200b}width"],
    ["\u2028", "\\u{2028}"],
    ["\ud800", "\\u{d800}"]
  ] as const) {
    it(`shows ${JSON.stringify(text)} as ${safe}`, () => {
      assert.strictEqual(safeText(text), safe)
    })
  }

  it.prop(
    "leaves nothing that a terminal obeys",
    [Arbitrary.array(Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0x2100 }))))],
    ([codes]) => {
      assert.notMatch(safeText(String.fromCodePoint(...codes)), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    },
    { arbitrary: { runs: 500, size: 60 } }
  )
})
