/** Text from elsewhere, as one line in which everything can be seen. */
import { assert, describe, it } from "@effect/vitest"
import { seenSpaces, seenText } from "../../../src/domain/text/seenText.ts"

describe("a text in which everything is seen", () => {
  it.each([
    ["is as it is, where all of it is seen", "Wetter für Köln 天気 🙂", "Wetter für Köln 天気 🙂"],
    ["shows the ends of lines and tabs", "a\nb\tc\rd", String.raw`a\nb\tc\rd`],
    ["shows what moves a terminal's cursor", "\u001b[2J\u007f", String.raw`\x1b[2J\x7f`],
    ["shows a control character of two digits", "\u0000", String.raw`\x00`],
    ["shows the last that has two digits", "a\u00ad", String.raw`a\xad`],
    ["shows what makes a line read backwards", "abc\u202edcb", String.raw`abc\u{202e}dcb`],
    ["shows a line's end of its own kind", "a\u2028b", String.raw`a\u{2028}b`],
    ["shows a paragraph's end of its own kind", "a\u2029b", String.raw`a\u{2029}b`],
    ["shows half of a pair", "\ud800", String.raw`\u{d800}`],
    ["shows a tag beyond the first plane", "a\u{e0061}", String.raw`a\u{e0061}`],
    ["shows an accent that stands apart from its letter", "cafe\u0301", String.raw`cafe\u{301}`],
    ["leaves an accent that no letter has of its own", "x\u0302", "x\u0302"],
    ["leaves spaces", " a  b ", " a  b "]
  ])("%s", (_title, text, seen) => {
    assert.strictEqual(seenText(text), seen)
  })
})

describe("a name in which spaces are seen", () => {
  it.each([
    ["shows those before it", "  a", String.raw`\x20\x20a`],
    ["shows those behind it", "a  ", String.raw`a\x20\x20`],
    ["leaves those within it", "a  b", "a  b"],
    ["shows one that is not the usual one, anywhere", "a\u00a0b\u2003c", String.raw`a\xa0b\u{2003}c`],
    ["shows a name of nothing else", " ", String.raw`\x20`]
  ])("%s", (_title, name, seen) => {
    assert.strictEqual(seenSpaces(name), seen)
  })
})
