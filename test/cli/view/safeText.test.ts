// Foreign text must not be able to do anything to a terminal but be read.
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"
import { safeName, safeText } from "../../../src/cli/view/text/safeText.ts"

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
    ["\ud800", "\\u{d800}"],
    ["cafe\u0301", "cafe\\u{301}"],
    ["café", "café"],
    ["Plugin שלום עולם in config", "Plugin \u2068שלום עולם\u2069 in config"],
    ["\u2068a\u2069", "\\u{2068}a\\u{2069}"]
  ] as const) {
    it(`shows ${JSON.stringify(text)} as ${safe}`, () => {
      assert.strictEqual(safeText(text), safe)
    })
  }

  it.prop(
    "leaves nothing that a terminal obeys",
    [Arbitrary.array(Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 0x2100 }))))],
    ([codes]) => {
      // What it puts around text from right to left itself ends where it begins.
      const shown = safeText(String.fromCodePoint(...codes)).replaceAll(
        /\u2068([^\u2068\u2069]*)\u2069/gu,
        "$1"
      )
      assert.notMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    },
    { arbitrary: { runs: 500, size: 60 } }
  )
})

describe("safeName", () => {
  for (const [text, safe] of [
    ["clock", "clock"],
    ["my clock", "my clock"],
    ["clock ", "clock\\x20"],
    [" clock", "\\x20clock"],
    ["my\u00a0clock", "my\\xa0clock"]
  ] as const) {
    it(`shows ${JSON.stringify(text)} as ${safe}`, () => {
      assert.strictEqual(safeName(text), safe)
    })
  }
})
