import { assert, describe, it } from "@effect/vitest"
import { maskedLines } from "../../../src/json/masking/maskedLines.ts"

const DOCUMENT = `{
  "timezone": "UTC",
  "clock": {
    "enabled": true,
    "api": {
      "key": "s3cret"
    },
    "words": ["a", "b"]
  }
}
`

const shown = ([, field]: ReadonlyArray<string>) =>
  field === undefined ? "members" : field === "enabled" ? "value" : "nothing"

describe("masked lines", () => {
  it("show the values asked for, and a mark for each other", () => {
    assert.deepStrictEqual(
      maskedLines(DOCUMENT, shown).map(({ text }) => text),
      [
        "{",
        '  "timezone": ‹set›,',
        '  "clock": {',
        '    "enabled": true,',
        '    "api": ‹set›,',
        '    "words": ‹set›',
        "  }",
        "}"
      ]
    )
  })

  it("know which line of the document each is", () => {
    assert.deepStrictEqual(
      maskedLines(DOCUMENT, shown).map(({ line }) => line),
      [1, 2, 3, 4, 5, 8, 9, 10]
    )
  })

  it("show no object where a plain value was expected", () => {
    const [line] = maskedLines('{"clock": {"enabled": {"key": "s3cret"}}}', shown)
    assert.strictEqual(line?.text, '{"clock": {"enabled": ‹set›}}')
  })
})
