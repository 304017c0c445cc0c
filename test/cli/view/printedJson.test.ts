import { assert, describe, it } from "@effect/vitest"
import { printedJson } from "../../../src/cli/view/text/printedJson.ts"

const hostile = { "id\u009b2J": "\u202egnp.exe \u001b[31m \u007f \u2028 \u{e0001} café 👩\u200d👧" }

describe("a printed document", () => {
  it("means what it meant", () => {
    assert.deepStrictEqual(JSON.parse(printedJson(hostile)), hostile)
  })

  it("holds nothing that a terminal would obey", () => {
    assert.notMatch(printedJson(hostile), /[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u)
  })

  it("leaves letters of every script as they are", () => {
    assert.include(printedJson({ name: "café 天気 אבג" }), "café 天気 אבג")
  })
})
